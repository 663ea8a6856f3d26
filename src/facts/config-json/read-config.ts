import { TouchstoneError } from '../../base/touchstone-error.ts'
import type { Architecture } from '../architecture.ts'
import { readBailingMoe } from './bailing.ts'
import { readBailingHybrid } from './bailing-hybrid.ts'
import { ConfigFields } from './config-fields.ts'
import { readDeepseekMoe, readDeepseekV2, readDeepseekV3, readGlm4Moe } from './deepseek.ts'
import { readAxk1, readMistral4, readSarvamMla, readSolarOpen, readYoutu } from './deepseek-kin.ts'
import { readDeepseekV4 } from './deepseek-v4.ts'
import {
  readCodegen,
  readCodeshell,
  readGptj,
  readGptNeo,
  readOrion,
  readPersimmon,
  readRefact,
} from './elder-decoders.ts'
import { readFalcon, readRefinedWeb } from './falcon.ts'
import {
  readApertus,
  readApertus15,
  readArcee,
  readBaichuan,
  readChatglm,
  readDots1,
  readErnie45,
  readErnie45Moe,
  readExaone,
  readExaone4,
  readGraniteMoe,
  readInternlm2,
  readInternlm3,
  readMimo,
  readMinicpm,
  readQwen1,
  readQwen2Moe,
  readSeedOss,
} from './gated-decoders.ts'
import { readQwen3Next, readQwen35, readQwen35Moe } from './gated-delta-net.ts'
import { readGemma, readGemma2, readGemma3 } from './gemma.ts'
import { readGemma3n } from './gemma3n.ts'
import { readGemma4 } from './gemma4.ts'
import { readDbrx, readGrok } from './grok.ts'
import { readHunyuanDense, readHunyuanLarge, readHunyuanMoe, readHyV3 } from './hunyuan.ts'
import { readFalconH1, readGraniteHybrid, readLfm2 } from './hybrids.ts'
import { readJais, readJais2 } from './jais.ts'
import { readKimiK3 } from './kimi-k3.ts'
import { readKimiLinear } from './kimi-linear.ts'
import {
  readBloom,
  readGpt2,
  readGptBigCode,
  readGptNeox,
  readMpt,
  readOpt,
  readPhi,
  readPhi3small,
  readPhimoe,
  readStablelm,
  readStarcoder2,
} from './layer-norm-decoders.ts'
import { readBailingMoeV25, readMinicpmSala, readSolarOpen2 } from './linear-hybrids.ts'
import {
  readGranite,
  readLlama,
  readMistral,
  readMistral3,
  readMixtral,
  readQwen2,
  readQwen3,
  readQwen3Moe,
  readSmollm3,
} from './llama.ts'
import {
  readApriel,
  readAquila,
  readArctic,
  readBitnet,
  readGlm,
  readHelium,
  readInternlm1,
  readIquestCoder,
  readKormo,
  readMaincoder,
  readMellum,
  readSolar,
  readXverse,
} from './llama-kin.ts'
import { readLongcatFlash, readLongcatNgram } from './longcat.ts'
import { readJamba, readMamba, readMamba2 } from './mamba.ts'
import { readMimoV2 } from './mimo-v2.ts'
import { readMinicpm3 } from './minicpm3.ts'
import { readMinimaxM2, readMinimaxText01 } from './minimax.ts'
import { readMinimaxM3 } from './minimax-m3.ts'
import { readNemotron } from './nemotron.ts'
import { readNemotronH } from './nemotron-h.ts'
import { readNemotronNas } from './nemotron-nas.ts'
import { readFlexOlmo, readOlmo1, readOlmo2, readOlmo3, readOlmoe, readOlmoHybrid } from './olmo.ts'
import {
  readCohere,
  readCohere2,
  readGlm4,
  readGptOss,
  readLlama4,
  readPhi3,
} from './other-transformers.ts'
import { readPlamo, readPlamo2, readPlamo3 } from './plamo.ts'
import { readGlm5Next, readHyV4 } from './residual-streams.ts'
import { readDeepseekV32, readGlm4MoeLite, readGlmMoeDsa } from './sparse-latent-attention.ts'
import { readStep3 } from './step3.ts'
import { readStep3p5 } from './step3p5.ts'
import { readMt5, readT5, readUmt5 } from './t5.ts'
import {
  readAfmoe,
  readCohere2Moe,
  readExaoneMoe,
  readLaguna,
  readMuseGlimmer,
} from './windowed-experts.ts'

type Reader = (fields: ConfigFields) => Architecture

/** One line per `model_type`. */
const readers: Readonly<Record<string, Reader>> = {
  llama: readLlama,
  mistral: readMistral,
  // Mistral Small 4 wraps a shape of its own in the class of the third.
  mistral3: (fields) =>
    fields.text('model_type') === 'mistral4' ? readMistral4(fields) : readMistral3(fields),
  mixtral: readMixtral,
  qwen2: readQwen2,
  qwen2_vl: (fields) => ({ ...readQwen2(fields), engineName: 'qwen2vl', modelType: 'qwen2_vl' }),
  qwen2_5_vl: (fields) => ({
    ...readQwen2(fields),
    engineName: 'qwen2vl',
    modelType: 'qwen2_5_vl',
  }),
  qwen3: readQwen3,
  qwen3_moe: readQwen3Moe,
  // The text part; the vision tower is a file of its own (llama.cpp src/models/qwen3vl.cpp, qwen3vlmoe.cpp).
  qwen3_vl: (fields) => ({ ...readQwen3(fields), engineName: 'qwen3vl', modelType: 'qwen3_vl' }),
  qwen3_vl_moe: (fields) => ({
    ...readQwen3Moe(fields),
    engineName: 'qwen3vlmoe',
    modelType: 'qwen3_vl_moe',
  }),
  qwen3_next: readQwen3Next,
  qwen3_5: readQwen35,
  qwen3_5_moe: readQwen35Moe,
  smollm3: readSmollm3,
  granite: readGranite,
  gemma: readGemma,
  gemma2: readGemma2,
  gemma3: readGemma3,
  gemma3_text: readGemma3,
  nemotron_h: readNemotronH,
  'nemotron-nas': readNemotronNas,
  nemotron: readNemotron,
  bailing_moe: readBailingMoe,
  bailing_moe_v2: readBailingMoe,
  bailing_hybrid: readBailingHybrid,
  minimax_text_01: readMinimaxText01,
  minimax_m1: readMinimaxText01,
  minimax_m2: readMinimaxM2,
  glm4_moe_lite: readGlm4MoeLite,
  deepseek: readDeepseekMoe,
  deepseek_v2: readDeepseekV2,
  kimi_linear: readKimiLinear,
  mamba: readMamba,
  falcon_mamba: readMamba,
  mamba2: readMamba2,
  jamba: readJamba,
  deepseek_v4: readDeepseekV4,
  deepseek_v32: readDeepseekV32,
  glm_moe_dsa: readGlmMoeDsa,
  gemma3n: readGemma3n,
  gemma3n_text: readGemma3n,
  gemma4: readGemma4,
  gemma4_text: readGemma4,
  gemma4_unified: readGemma4,
  gemma4_unified_text: readGemma4,
  deepseek_v3: readDeepseekV3,
  kimi_k2: readDeepseekV3,
  glm4: readGlm4,
  glm4_moe: readGlm4Moe,
  gpt_oss: readGptOss,
  phi3: readPhi3,
  cohere: readCohere,
  cohere2: readCohere2,
  llama4: readLlama4,
  llama4_text: readLlama4,
  falcon_h1: readFalconH1,
  granitemoehybrid: readGraniteHybrid,
  lfm2: readLfm2,
  lfm2_moe: readLfm2,
  olmo2: readOlmo2,
  olmo3: readOlmo3,
  olmoe: readOlmoe,
  falcon: readFalcon,
  hunyuan_v1_dense: readHunyuanDense,
  hunyuan_v1_moe: readHunyuanMoe,
  bloom: readBloom,
  gpt_neox: readGptNeox,
  gpt2: readGpt2,
  gpt_bigcode: readGptBigCode,
  opt: readOpt,
  stablelm: readStablelm,
  phi: readPhi,
  phimoe: readPhimoe,
  starcoder2: readStarcoder2,
  mpt: readMpt,
  apertus: readApertus,
  apertus1p5: readApertus15,
  apertus1p5_text: readApertus15,
  arcee: readArcee,
  seed_oss: readSeedOss,
  exaone: readExaone,
  exaone4: readExaone4,
  ernie4_5: readErnie45,
  ernie4_5_moe: readErnie45Moe,
  qwen: readQwen1,
  qwen2_moe: readQwen2Moe,
  granitemoe: readGraniteMoe,
  internlm2: readInternlm2,
  internlm3: readInternlm3,
  baichuan: readBaichuan,
  chatglm: readChatglm,
  minicpm: readMinicpm,
  dots1: readDots1,
  mimo: readMimo,
  olmo: readOlmo1,
  granitemoeshared: readGraniteMoe,
  hunyuan: readHunyuanLarge,
  minicpm3: readMinicpm3,
  dbrx: readDbrx,
  'grok-1': readGrok,
  step3p5: readStep3p5,
  step3p7: readStep3p5,
  phi3small: readPhi3small,
  // The text part; llama.cpp's converter does not take it.
  phi3_v: (fields) => ({ ...readPhi3(fields), engineName: undefined, modelType: 'phi3_v' }),
  youtu: readYoutu,
  mistral4: readMistral4,
  axk1: readAxk1,
  solar_open: readSolarOpen,
  flex_olmo: readFlexOlmo,
  afmoe: readAfmoe,
  exaone_moe: readExaoneMoe,
  laguna: readLaguna,
  ministral3: (fields) => ({ ...readMistral3(fields), modelType: 'ministral3' }),
  hunyuan_vl: (fields) => ({
    ...readHunyuanDense(fields),
    engineName: 'hunyuan_vl',
    modelType: 'hunyuan_vl',
  }),
  youtu_vl: readYoutu,
  // Ling's blocks (llama.cpp conversion/bailingmoe.py, SarvamMoEModel).
  sarvam_moe: (fields) => ({
    ...readBailingMoe(fields.with('model_type', 'bailing_moe_v2')),
    modelType: 'sarvam_moe',
  }),
  sarvam_mla: readSarvamMla,
  'phi4-siglip': (fields) => ({ ...readPhi3(fields), modelType: 'phi4-siglip' }),
  // The text part; llama.cpp's converter does not take it.
  phi4mm: (fields) => ({ ...readPhi3(fields), engineName: undefined, modelType: 'phi4mm' }),
  qwen3_5_text: readQwen35,
  qwen3_5_moe_text: readQwen35Moe,
  cohere2_moe: readCohere2Moe,
  muse_glimmer: readMuseGlimmer,
  muse_glimmer_text: readMuseGlimmer,
  hy_v3: readHyV3,
  olmo_hybrid: readOlmoHybrid,
  mimo_v2: readMimoV2,
  mimo_v2_flash: readMimoV2,
  minimax_m3: readMinimaxM3,
  minimax_m3_vl: readMinimaxM3,
  glm4v: readGlm4,
  // The text part of MiniCPM-V 4.6 (llama.cpp conversion/minicpm.py).
  minicpmv4_6: readQwen35,
  t5: readT5,
  mt5: readMt5,
  umt5: readUmt5,
  bitnet: readBitnet,
  // The text part: Qwen3 in MiniCPM-o 4.5, whose heads have a length of their own, Qwen2 in 2.6; llama.cpp converts it apart from the towers.
  minicpmo: (fields) =>
    fields.has('head_dim')
      ? { ...readQwen3(fields), modelType: 'minicpmo' }
      : { ...readQwen2(fields), modelType: 'minicpmo' },
  minicpm_sala: readMinicpmSala,
  bailing_moe_v2_5: readBailingMoeV25,
  solar_open2: readSolarOpen2,
  longcat_flash: readLongcatFlash,
  longcat_flash_ngram: readLongcatNgram,
  glm5_next: readGlm5Next,
  glm5_next_text: readGlm5Next,
  hy_v4: readHyV4,
  kimi_k3: readKimiK3,
  plamo: readPlamo,
  plamo2: readPlamo2,
  plamo3: readPlamo3,
  jais: readJais,
  jais2: readJais2,
  step3_vl: readStep3,
  step3_text: readStep3,
  gptj: readGptj,
  codegen: readCodegen,
  gpt_neo: readGptNeo,
  persimmon: readPersimmon,
  codeshell: readCodeshell,
  kclgpt: readCodeshell,
  gpt_refact: readRefact,
  orion: readOrion,
  xverse: readXverse,
  solar: readSolar,
  internlm: readInternlm1,
  aquila: readAquila,
  iquestcoder: readIquestCoder,
  kormo: readKormo,
  helium: readHelium,
  apriel: readApriel,
  maincoder: readMaincoder,
  mellum: readMellum,
  arctic: readArctic,
  glm: readGlm,
  // Names that older checkpoints give to the same classes.
  stablelm_epoch: readStablelm,
  RefinedWeb: readRefinedWeb,
  RefinedWebModel: readRefinedWeb,
  grinmoe: readPhimoe,
}

/** `model_type`s whose shape can be read. */
const supportedModelTypes: readonly string[] = Object.keys(readers)

/**
 * The shape that a published config.json describes, with transformers' defaults where its class has them.
 * Multimodal configs are read for their `text_config`. Errors: `unsupported_architecture` with the `model_type`,
 * `invalid_architecture` with the field.
 */
export function readArchitecture(config: unknown): Architecture {
  const outer = new ConfigFields(config)
  const outerType = outer.text('model_type')
  const inner = outer.nested('text_config')
  // transformers ties the head by the outermost config's word where the inner one is silent.
  const fields = inner?.withOuter(outer, 'tie_word_embeddings') ?? outer
  // The outer name decides where both are known: mistral3 wraps a config that calls itself mistral.
  const candidates = [outerType, inner?.text('model_type')]
  for (const type of candidates) {
    const reader = type !== undefined && Object.hasOwn(readers, type) ? readers[type] : undefined
    if (reader !== undefined) return reader(fields)
  }
  throw new TouchstoneError('unsupported_architecture', {
    modelType: outerType ?? '?',
    problem:
      outerType === undefined ? 'problem.architecture.missing' : 'problem.architecture.unknown',
    supported: supportedModelTypes,
  })
}
