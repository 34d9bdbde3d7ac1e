import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { chord, inputsOf, sitDown } from './desk'

async function rows(): Promise<HTMLElement[]> {
  const grid = await screen.findByRole('grid', { name: 'Книга жалоб и предложений' })
  return within(grid).findAllByRole('row')
}

describe('the book of complaints and suggestions', () => {
  it('opens by its chord with what has no answer, and shows all', async () => {
    const { hands } = sitDown('#/reception')
    await screen.findByRole('heading', { name: 'Кого принимаем?' })
    chord('Digit5', '5', { altKey: true })
    expect(await rows()).toHaveLength(3)
    await hands.click(screen.getByRole('radio', { name: 'Все: 4' }))
    await waitFor(async () => expect(await rows()).toHaveLength(5))
  })

  it('takes an entry, and says beside the field what is missing', async () => {
    const { hands, host } = sitDown('#/feedback')
    await rows()
    chord('KeyB', 'b', { ctrlKey: true })
    const words = await screen.findByRole('textbox', { name: 'Что написано' })
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(words.getAttribute('aria-invalid')).toBe('true'))
    await hands.type(words, 'Нет света в подъезде')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'book.write').at(-1)).toMatchObject({ kind: 'complaint', book: 'office', text: 'Нет света в подъезде', party_id: null }))
    await waitFor(async () => expect(await rows()).toHaveLength(4))
  })

  it('makes an appeal of an entry, with its words and its day', async () => {
    const { hands } = sitDown('#/feedback')
    await rows()
    await hands.click(await screen.findByRole('button', { name: 'Зарегистрировать обращение' }))
    await waitFor(() => expect(window.location.hash).toContain('book=b1'))
    expect(await screen.findByDisplayValue(/Ждала у окна 40 минут/)).toBeTruthy()
  })

  it('writes down what was done', async () => {
    const { hands, host } = sitDown('#/feedback')
    await rows()
    await hands.click(await screen.findByRole('button', { name: 'Меры приняты' }))
    await hands.type(await screen.findByRole('textbox', { name: /Что сделано/ }), 'Открыто второе окно')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'book.act').at(-1)).toEqual({ entry_id: 'b1', measures: 'Открыто второе окно' }))
    await waitFor(async () => expect(await rows()).toHaveLength(2))
  })
})

async function surveys(): Promise<HTMLElement[]> {
  const grid = await screen.findByRole('grid', { name: 'Опросы' })
  return within(grid).findAllByRole('row')
}

describe('surveys', () => {
  it('show the plan of the year and what the survey in focus has shown', async () => {
    const { hands } = sitDown('#/feedback')
    await rows()
    await hands.click(screen.getByRole('link', { name: 'Опросы' }))
    expect(await surveys()).toHaveLength(3)
    expect(screen.getByText('В 2026 году: 2 из 2')).toBeTruthy()
    const [, , former] = await surveys()
    if (former === undefined) throw new Error('no rows')
    await hands.click(former)
    expect(await screen.findByText('По пятницам ждут дольше нормы.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Внести анкету' })).toBeNull()
  })

  it('take one questionnaire after another', async () => {
    const { hands, host } = sitDown('#/feedback/surveys')
    await surveys()
    await hands.click(await screen.findByRole('button', { name: 'Внести анкету' }))
    await hands.click(await screen.findByRole('checkbox', { name: 'Договор' }))
    await hands.click(screen.getByRole('radio', { name: '4' }))
    await hands.click(screen.getByRole('radio', { name: 'Да' }))
    chord('Enter', 'Enter', { ctrlKey: true })
    // One required question was passed over: nothing is written.
    expect(await screen.findByText('Заполните')).toBeTruthy()
    await hands.click(screen.getByRole('button', { name: /Сколько Вы ждали/ }))
    await hands.click(await screen.findByRole('option', { name: 'До 10 минут' }))
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'survey.answer').at(-1)).toMatchObject({ survey_id: 's2', way: 'paper', replies: [{ chosen: ['contract'] }, { chosen: ['4'] }, { chosen: ['to10'] }, { chosen: ['yes'] }, { words: '' }] }))
    expect(await screen.findByText('Внесена 1 анкета')).toBeTruthy()
    await waitFor(() => expect(screen.getByRole('checkbox', { name: 'Договор' })).toHaveProperty('checked', false))
  })

  it('end with conclusions and measures', async () => {
    const { hands, host } = sitDown('#/feedback/surveys')
    await surveys()
    await hands.click(await screen.findByRole('button', { name: 'Подвести итоги' }))
    await hands.type(await screen.findByRole('textbox', { name: 'Что показал опрос' }), 'Ждут недолго')
    await hands.type(screen.getByRole('textbox', { name: /Меры/ }), 'Продолжать')
    chord('Enter', 'Enter', { ctrlKey: true })
    await waitFor(() => expect(inputsOf(host, 'survey.end').at(-1)).toEqual({ survey_id: 's2', conclusions: 'Ждут недолго', measures: 'Продолжать' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Внести анкету' })).toBeNull())
  })
})
