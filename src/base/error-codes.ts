/**
 * The closed list of error codes that other programs may rely on, with the exit code of the command line:
 * 1 nothing fits, 2 wrong usage, 3 input refused, 4 internal.
 */
export const errorCodes = {
  invalid_json: 3,
  invalid_input: 3,
  unknown_field: 3,
  unknown_operation: 2,
  unknown_option: 2,
  unknown_command: 2,
  missing_argument: 2,
  unexpected_argument: 2,
  invalid_option_value: 2,
  unknown_model: 3,
  model_is_family: 3,
  unknown_device: 3,
  ambiguous_device: 3,
  invalid_device: 3,
  unknown_quantization: 3,
  unsupported_architecture: 3,
  invalid_architecture: 3,
  shape_unknown: 3,
  context_too_long: 3,
  contradictory_requirements: 3,
  input_too_large: 3,
  catalogue_file_invalid: 3,
  catalogue_too_new: 3,
  catalogue_too_old: 3,
  catalogue_untrusted: 3,
  configuration_invalid: 3,
  invalid_file: 3,
  not_writable: 3,
  unreachable: 3,
  model_exists: 3,
  import_incomplete: 3,
  nothing_fits: 1,
  not_allowed: 3,
  not_found: 3,
  timed_out: 4,
  internal: 4,
} as const satisfies Record<string, 1 | 2 | 3 | 4>

export type ErrorCode = keyof typeof errorCodes
