import type { Locale } from '../locale.ts'
import { formatMessage, type Message, type MessageValue } from '../message.ts'
import { askMessages } from './ask-messages.ts'
import { askTermMessages } from './ask-term-messages.ts'
import { catalogueMessages } from './catalogue-messages.ts'
import { catalogueUpdateMessages } from './catalogue-update-messages.ts'
import { compareMessages } from './compare-messages.ts'
import { deviceMessages } from './device-messages.ts'
import { disputeMessages } from './dispute-messages.ts'
import { engineMessages } from './engine-messages.ts'
import { errorMessages } from './error-messages.ts'
import { explainMessages } from './explain-messages.ts'
import { importMessages } from './import-messages.ts'
import { interfaceMessages } from './interface-messages.ts'
import { licenceMessages } from './licence-messages.ts'
import { measureMessages } from './measure-messages.ts'
import { modelMessages } from './model-messages.ts'
import { modelsMessages } from './models-messages.ts'
import { operationMessages } from './operation-messages.ts'
import { quantizationMessages } from './quantization-messages.ts'
import { recommendMessages } from './recommend-messages.ts'
import { sizeMessages } from './size-messages.ts'
import { webMessages } from './web-messages.ts'

/** Every message of the program, by code. */
export const allMessages: Readonly<Record<string, Message>> = {
  ...errorMessages,
  ...askMessages,
  ...askTermMessages,
  ...catalogueMessages,
  ...catalogueUpdateMessages,
  ...compareMessages,
  ...deviceMessages,
  ...disputeMessages,
  ...engineMessages,
  ...explainMessages,
  ...importMessages,
  ...interfaceMessages,
  ...licenceMessages,
  ...measureMessages,
  ...modelMessages,
  ...modelsMessages,
  ...operationMessages,
  ...quantizationMessages,
  ...recommendMessages,
  ...sizeMessages,
  ...webMessages,
}

/** The words of a message code in a language. An unknown code shows itself, so that a gap is seen and not hidden. */
export function say(
  locale: Locale,
  code: string,
  values: Readonly<Record<string, MessageValue>> = {},
): string {
  const message = Object.hasOwn(allMessages, code) ? allMessages[code] : undefined
  return message === undefined ? code : formatMessage(message, locale, values)
}
