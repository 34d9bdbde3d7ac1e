import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { act, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { findPages, pageFor, pageOfLink, pages } from '../src/features/guide/pages'
import { type Command, commands } from '../src/shared/commands'
import { chord, sitDown } from './desk'

const ids = pages.map(({ id }) => id)

describe('the pages of the manual', () => {
  it('are there, each with a title of its own', () => {
    expect(pages.length).toBeGreaterThan(10)
    expect(new Set(ids).size).toBe(pages.length)
    expect(new Set(pages.map(({ title }) => title)).size).toBe(pages.length)
    for (const page of pages) expect(page.text, page.file).toMatch(/^# .+\n/)
  })

  it('link to pages that are there, and to nothing else', () => {
    const links = pages.flatMap(({ file, text }) => [...text.matchAll(/\]\(([^)]*)\)/g)].map((match) => ({ file, href: match[1] ?? '' })))
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter(({ href }) => pageOfLink(href) === undefined)).toEqual([])
    expect(links.filter(({ file, href }) => file === href)).toEqual([])
  })

  it('teach every section that has an address', () => {
    const window = readFileSync(join(import.meta.dirname, '../src/app/Workstation.tsx'), 'utf8')
    const routed = [...window.matchAll(/\bsection === '([a-z]+)'/g)].map((match) => match[1] ?? '')
    expect(new Set(routed)).toContain('reference')
    for (const section of routed) {
      expect(ids, section).toContain(pageFor([section]))
      if (section !== 'reception') expect(pageFor([section]), section).not.toBe(pageFor(['reception']))
    }
    expect(ids).toEqual(expect.arrayContaining([pageFor([]), pageFor(['reception', 'client', 'p1']), pageFor(['appeals', 'new']), pageFor(['appeals', 'a1'])]))
  })

  it('name only keys that the registry has', () => {
    const all: readonly Command[] = commands
    const caps = new Set(all.flatMap((command) => (command.chord === null ? [] : [command.chord.caps.replaceAll(' ', '+')])))
    const named = pages.flatMap(({ text }) => [...text.matchAll(/(?:(?:Ctrl|Alt|Shift)\+[A-Za-z0-9]+|\bF\d+|«\/»)/g)].map(([keys]) => keys.replace(/[«»]/g, '')))
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((keys) => !caps.has(keys))).toEqual([])
  })

  it('are Russian with ё and without straight quotes', () => {
    for (const { file, text } of pages) {
      expect(text, file).not.toMatch(/["']/)
      expect(text, file).not.toMatch(/(?<!\p{L})(еще|ее|идет|счет|прием|приема)(?!\p{L})/u)
    }
  })

  it('are found by any words, the title first, ё and е alike', () => {
    expect(findPages('счётчик').map(({ page }) => page.id)).toEqual(findPages('СЧЕТЧИК').map(({ page }) => page.id))
    expect(findPages('печать')[0]?.page.id).toBe('print')
    expect(findPages('  ')).toEqual([])
    expect(findPages('адронный')).toEqual([])
  })
})

describe('F1', () => {
  it('opens the page of where one stands', async () => {
    const { hands } = sitDown('#/appeals/new?category=claim')
    await screen.findByRole('navigation', { name: 'Разделы' })
    chord('F1', 'F1')
    const book = await screen.findByRole('dialog', { name: 'Помощь' })
    expect(await within(book).findByRole('heading', { level: 1, name: 'Обращение' })).toBeTruthy()
    expect(book.contains(document.activeElement)).toBe(true)
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    await hands.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('goes on by links, contents and search, and leaves the page beneath as it was', async () => {
    const { hands } = sitDown('#/link')
    await screen.findByRole('navigation', { name: 'Разделы' })
    chord('F1', 'F1')
    const book = await screen.findByRole('dialog', { name: 'Помощь' })
    const text = await within(book).findByRole('article', { name: 'Связь и работа без связи' })
    await hands.click(within(text).getByRole('button', { name: 'Расхождения' }))
    expect(await within(book).findByRole('heading', { level: 1, name: 'Расхождения' })).toBeTruthy()
    await hands.click(within(book).getByRole('button', { name: 'Начало дня' }))
    expect(await within(book).findByRole('heading', { level: 1, name: 'Начало дня' })).toBeTruthy()
    await hands.type(within(book).getByLabelText('Найти в помощи'), 'доверенност')
    await hands.click(await within(book).findByRole('button', { name: /^Приём и карточка клиента.*доверенност/ }))
    expect(await within(book).findByRole('heading', { level: 1, name: 'Приём и карточка клиента' })).toBeTruthy()
    await hands.clear(within(book).getByLabelText('Найти в помощи'))
    await hands.type(within(book).getByLabelText('Найти в помощи'), 'адронный')
    expect(await within(book).findByText('Такого здесь нет')).toBeTruthy()
    expect(window.location.hash).toBe('#/link')
  })

  it('opens before sign-in too, and on a locked or damaged desk at the page for it', async () => {
    const { host, hands } = sitDown('#/link', (desk) => desk.session({ stage: 'locked' }))
    await screen.findByLabelText('Пароль')
    chord('F1', 'F1')
    const book = await screen.findByRole('dialog', { name: 'Помощь' })
    expect(await within(book).findByRole('heading', { level: 1, name: 'Начало дня' })).toBeTruthy()
    act(() => {
      host.session({ stage: 'damaged', problem: 'store-damaged', user: null })
    })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await hands.click(screen.getByRole('button', { name: /^Помощь/ }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Что делать, если…' })).toBeTruthy()
  })

  it('opens over a dialog at what the dialog is about, and leaves what was typed', async () => {
    const { hands } = sitDown('#/reception/client/p1')
    await screen.findByRole('heading', { name: 'Примерова Анна Сергеевна' })
    chord('Digit3', '3', { ctrlKey: true })
    await hands.type(await screen.findByLabelText('О чём спросили и что ответили'), 'Памятка выдана')
    chord('F1', 'F1')
    const book = await screen.findByRole('dialog', { name: 'Помощь' })
    expect(await within(book).findByRole('heading', { level: 1, name: 'Консультация и следующий шаг' })).toBeTruthy()
    expect(book.contains(document.activeElement)).toBe(true)
    await hands.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Помощь' })).toBeNull())
    expect(screen.getByLabelText<HTMLTextAreaElement>('О чём спросили и что ответили').value).toBe('Памятка выдана')
  })

  it('is reached from the sheet of keys too', async () => {
    const { hands } = sitDown('#/appeals')
    await screen.findByRole('navigation', { name: 'Разделы' })
    chord('Digit7', '?', { shiftKey: true })
    const sheet = await screen.findByRole('dialog', { name: 'Клавиши' })
    await hands.click(within(sheet).getByRole('button', { name: /Помощь/ }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Обращения и решения начальника' })).toBeTruthy()
  })
})
