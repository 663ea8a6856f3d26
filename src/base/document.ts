/**
 * What an operation shows to a person, before anyone knows whether a terminal, a pipe, a page or an MCP client will show it.
 * Texts are already in the reader's language; an interface decides on colour, width and markup.
 */
export type Tone = 'plain' | 'good' | 'warning' | 'bad' | 'dim' | 'strong'

export interface Cell {
  readonly text: string
  readonly tone?: Tone
}

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: Tone }
  | { readonly kind: 'list'; readonly items: readonly Cell[] }
  | {
      readonly kind: 'table'
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly Cell[])[]
    }
  | {
      readonly kind: 'facts'
      readonly rows: readonly { readonly label: string; readonly value: Cell }[]
    }
  | {
      readonly kind: 'commands'
      readonly items: readonly { readonly purpose: string; readonly command: string }[]
    }

export type TextDocument = readonly Block[]
