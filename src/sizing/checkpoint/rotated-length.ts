import type { Attention } from '../../facts/architecture.ts'

/** Families that turn a part of every head only: their partial_rotary_factor. */
const turnedShare: Readonly<Record<string, number>> = {
  chatglm: 0.5,
  glm4: 0.5,
  glm4moe: 0.5,
  gptneox: 0.25,
  'minimax-m2': 0.5,
  'minimax-m3': 0.5,
  nemotron: 0.5,
  phi2: 0.4,
  qwen35: 0.25,
  qwen35moe: 0.25,
  qwen3next: 0.25,
  stablelm: 0.25,
  bailingmoe2: 0.5,
  mimo2: 1 / 3,
}

/** Values of each head that rotary positions turn: an even number. */
export function rotatedLength(engineName: string, attention: Attention): number {
  const { latent, compressed, keyLength } = attention
  if (latent !== undefined) return latent.ropeLength
  // Laguna's windowed heads are turned whole (src/models/laguna.cpp).
  if (engineName === 'laguna' && attention.kind === 'full') return keyLength / 2
  // DeepSeek V4's qk_rope_head_dim, which its architecture object does not state.
  if (compressed !== undefined) return Math.min(64, keyLength)
  return 2 * Math.floor((keyLength * (turnedShare[engineName] ?? 1)) / 2)
}
