import { type Locale, locales, matchLocale } from '../../src/base/locale.ts'
import { say } from '../../src/base/messages/all-messages.ts'
import { TouchstoneError } from '../../src/base/touchstone-error.ts'
import { recommend } from '../../src/operations/pure/recommend.ts'
import { tasks } from '../../src/selection/requirements.ts'
import { loadContext } from './load-context.ts'
import { renderDocument } from './render.ts'

const localeNames: Record<Locale, string> = {
  en: 'English',
  'zh-TW': '繁體中文',
  'zh-CN': '简体中文',
}

const form = byId('question', HTMLFormElement)
const answer = byId('answer', HTMLElement)
const localeSelect = byId('locale', HTMLSelectElement)
let locale = matchLocale(new URLSearchParams(location.search).get('lang') ?? navigator.language)

function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`#${id}`)
  return found
}

function option(value: string, text: string): HTMLOptionElement {
  return new Option(text, value)
}

/** Puts every label into the reader's language; the task keeps its choice. */
function speak(): void {
  document.documentElement.lang = locale
  for (const element of document.querySelectorAll<HTMLElement>('[data-say]'))
    element.textContent = say(locale, element.dataset.say ?? '')
  const task = form.elements.namedItem('task')
  if (task instanceof HTMLSelectElement) {
    const chosen = task.value === '' ? 'general' : task.value
    task.replaceChildren(...tasks.map((name) => option(name, say(locale, `task.${name}`))))
    task.value = chosen
  }
}

async function ask(): Promise<void> {
  const asked = new FormData(form)
  const text = (name: string) => String(asked.get(name) ?? '').trim()
  const contextPerUser = Number(text('context'))
  try {
    const input = recommend.input.parse({
      devices: text('devices'),
      requirements: {
        task: text('task'),
        ...(text('context') === '' ? {} : { contextPerUser }),
        ...(text('language') === '' ? {} : { languages: [text('language')] }),
        ...(asked.get('commercial') === null ? {} : { licenceUse: { commercial: true } }),
      },
    })
    const output = await recommend.run(input, await loadContext(locale))
    answer.replaceChildren(...renderDocument(recommend.present(output, { locale })))
  } catch (error) {
    answer.replaceChildren(
      ...renderDocument([{ kind: 'paragraph', text: wordsOf(error), tone: 'bad' }]),
    )
  }
}

function wordsOf(error: unknown): string {
  if (TouchstoneError.is(error)) return say(locale, `error.${error.code}`, error.values)
  return say(locale, 'error.invalid_input', {
    field: say(locale, 'web.context'),
    problem: String(error).slice(0, 200),
  })
}

localeSelect.replaceChildren(...locales.map((one) => option(one, localeNames[one])))
localeSelect.value = locale
localeSelect.addEventListener('change', () => {
  locale = locales.find((one) => one === localeSelect.value) ?? 'en'
  speak()
  void ask()
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  void ask()
})
speak()
answer.textContent = say(locale, 'web.loading')
void ask()
