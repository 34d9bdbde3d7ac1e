// A specialist's morning in the real window, by the keyboard alone: ten clients, each with another matter, and one incident.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { startCentre } from '../harness/centre.mjs'
import { startDisplay } from '../harness/display.mjs'
import { Keyboard } from '../harness/keyboard.mjs'
import { PRINTER, startPrinter } from '../harness/printer.mjs'
import { built, run, scratch, storyOf, until } from '../harness/programs.mjs'
import { Window } from '../harness/window.mjs'
import { t } from '../harness/words.mjs'

const ACCOUNTS = 300

/** Keys beside the text and beside what is sought. The first two are the design's; the others stand here so that they do not grow. */
const BUDGET = {
  find: 3,
  claim: 12,
  solved: 17,
  consultation: 9,
  stranger: 36,
  representative: 14,
  callBack: 6,
  meeting: 14,
  consent: 5,
  redirect: 5,
  written: 10,
  propose: 11,
  approve: 7,
  incident: 6,
}

const DAY_MS = 86_400_000
const dayOf = (ms) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Samara' }).format(new Date(ms))

/** «05.11.2026» for `2026-11-05`. */
const dateWords = (iso) => iso.split('-').reverse().join('.')

/** Runs in the page: the names of the marks that say where the acts of this visit are. */
const WAYS = `
  return [...document.querySelectorAll('section[aria-label="' + arguments[0] + '"] ol > li')].map((line) => line.querySelector('[role=img]')?.getAttribute('aria-label') ?? '')
`

/** Runs in the page: whether each button of the open dialog is what a click in its middle would hit. */
const IN_REACH = `
  return [...document.querySelectorAll('[role=dialog] button')].filter((button) => button.getClientRects().length > 0).every((button) => {
    const { left, top, width, height } = button.getBoundingClientRect()
    return button.contains(document.elementFromPoint(left + width / 2, top + height / 2))
  })
`

/** Runs in the page: what a region says. */
const REGION = `return document.querySelector('section[aria-label="' + arguments[0] + '"]')?.innerText ?? ''`

test("a specialist's morning, by the keyboard alone", { timeout: 500_000 }, async (context) => {
  const directory = scratch(context)
  const display = await startDisplay(context)
  const printer = await startPrinter(context, join(directory, 'print'))
  const centre = await startCentre(context, directory, ACCOUNTS)
  const env = { ...display, ...printer.env, XDG_DATA_HOME: join(directory, 'home'), STOIKA_LOG: 'info' }
  const specialist = centre.users.find(({ post }) => post.includes('платёжным'))
  const colleague = centre.users.find(({ post }) => post.includes('договорам'))
  const head = centre.users.find(({ post }) => post.includes('начальник'))
  const today = dayOf(Date.now())
  const desk = await Window.open(context, built('stoika'), ['--data', join(directory, 'desk'), '--enrol', await centre.enrolmentCode(4)], env)
  const keys = new Keyboard(desk)
  const step = storyOf((name) => desk.picture(`morning-${name}`), () => desk.text())
  const picture = (name) => desk.picture(`morning-${name}`)
  // A day when the office works: two days on, or three when that is a Sunday.
  const meetingOn = [2, 3, 4].map((days) => dayOf(Date.now() + days * DAY_MS)).find((day) => new Date(day).getUTCDay() % 6 !== 0)
  const numbers = []
  const names = []

  const region = (key) => desk.script(REGION, t(key))
  const limitOf = async (norm) => dateWords((await centre.explainTerm(norm, today)).limit)

  /** What has been told of an appeal since the last that is known. */
  const registered = async () => {
    const pattern = new RegExp(t('form-registered', { number: '(\\S+)', date: '([\\d.]+)' }), 'g')
    const [, number, due] = await until('the appeal is registered', async () => [...(await desk.text()).matchAll(pattern)].find(([, given]) => !numbers.includes(given)))
    numbers.push(number)
    return { number, due }
  }

  /** Prints what lies open, and returns the text of the page that the printer got. */
  const print = async (title = '') => {
    await desk.find('[role=dialog] h2', title)
    await desk.sees(t('paper-copy', { copy: 1 }))
    await desk.sees(PRINTER)
    const before = printer.jobs().length
    await keys.press('Ctrl+Enter')
    const job = await until('the page is printed', () => printer.jobs()[before])
    return (await run('pdftotext', ['-layout', job, '-'])).replace(/[\s\u00a0\u202f]+/g, ' ')
  }

  /** Nothing lies over the page any more. */
  const printed = async (page) => {
    await desk.sees(t('paper-printed', { copy: 1 }))
    await desk.findNone('[role=dialog]')
    return page
  }

  const says = (page, ...all) => {
    for (const words of all) assert.ok(page.includes(words), `the page says «${words}»: ${page}`)
  }

  /** Opens the card of the client whom the specialist has found, within the budget. */
  const receive = async (typed, name) => {
    await keys.within('find', BUDGET.find, () => keys.openClient(typed, name))
    names.push(name)
  }

  /** The visit tells of so many acts, and all of them are at the centre. */
  const arrived = (acts) =>
    until(`${acts} acts of the visit are at the centre`, async () => {
      const ways = await desk.script(WAYS, t('reception-right'))
      return ways.length >= acts && ways.every((way) => way === t('way-name', { place: 'centre' }))
    })

  /** He stands in the list of the day. */
  const stands = async (name) => {
    const [first] = name.split(' ')
    assert.ok((await region('reception-left')).includes(first), `${name} is in the list of the day`)
  }

  /** Goes back to where the next client is asked for. Nobody is received by this. */
  const nobody = async () => {
    await desk.press('Alt+1')
    await desk.sees(t('start-title'))
  }

  /** Of the clients whom the search gives for these letters, the first whose card fits; what it says of him. */
  const known = async (fits, ...lines) => {
    for (const typed of lines) {
      await desk.press('Ctrl+k')
      await desk.find('[role=combobox]', t('palette-label'))
      await desk.type(typed)
      await desk.find('[role=listbox] h3', t('palette-clients', { count: 1 }).replace(/\d.*/, ''))
      await desk.press('Enter')
      await desk.findNone('[role=dialog]')
      const name = await until('the card is open', async () => desk.script("return document.querySelector('main h1[tabindex]')?.innerText ?? null"))
      const card = await desk.text()
      const fit = await fits(card)
      await nobody()
      if (!fit) continue
      return {
        name,
        account: /\d{4} \d{4} \d{4}/.exec(card)[0],
        contract: /№ (63-ОТ-\d+)/.exec(card)?.[1],
        meter: new RegExp(`${t('readings-title')} .+? № (\\d+)`).exec(card)?.[1],
        address: new RegExp(`${t('account-address')} (.+?) ${t('account-contract')} `).exec(card)[1],
      }
    }
    throw new Error(`nobody fits: ${lines.join(', ')}`)
  }

  const withPhone = (card) => card.includes('+7 9')
  const withoutConsent = async () => {
    await desk.press('Ctrl+6')
    await desk.find('[role=dialog]')
    const given = (await desk.text()).includes(t('consent-withdraw-title'))
    await desk.leaveDialog()
    return !given
  }

  const clients = {}
  await step('sign in', async () => {
    await keys.signIn(specialist)
    await desk.sees(t('start-title'))
    await desk.sees(t('net-online'))
    clients.debt = await known(() => true, 'петров')
    clients.asks = await known(() => true, 'федоров')
    clients.firm = await known((card) => card.includes('63-ОТ-'), 'ооо')
    clients.callBack = await known(withPhone, 'соколов', 'соколова', 'попов', 'макарова')
    clients.meeting = await known(() => true, 'максимов')
    clients.consent = await known(withoutConsent, 'андреев', 'белозерова', 'воробьева', 'зорин', 'серов', 'суворов')
    clients.written = await known(() => true, 'поляков')
    assert.equal(new Set(Object.values(clients).map(({ name }) => name)).size, 7, 'seven different clients')
  })

  await step('1 claim', async () => {
    await receive('bdfyjd', 'Иванов')
    const page = await keys.within('claim', BUDGET.claim, async () => {
      await keys.press('Ctrl+2')
      await keys.letter('topic', 'р', 'Расчёты стоимости')
      await keys.to('text')
      await keys.write('Начислено за 230 кВт·ч, а по счётчику 176. Прошу пересчитать.')
      await keys.press('Ctrl+Enter')
      return printed(await print())
    })
    const { number, due } = await registered()
    assert.equal(due, await limitOf('claim.citizen'))
    says(page, number, due, 'Иванов', 'а по счётчику 176')
    await arrived(2)
    assert.ok((await region('card-name')).includes(t('appeal-note', { category: 'Претензия', number })), 'the claim stands on the card')
    await stands('Иванов')
    await picture('1-claim')
  })

  await step('2 solved on the spot', async () => {
    const { name, account } = clients.debt
    await receive(account, name)
    const page = await keys.within('solved on the spot', BUDGET.solved, async () => {
      await keys.press('Ctrl+1')
      await keys.letter('category', 'з', 'Запрос')
      await keys.press('Tab')
      await keys.letter('topic', 'з', 'Задолженность')
      await keys.press('Tab', 'Right')
      await keys.to('text')
      await keys.write('Откуда долг, если всё оплачено?')
      await keys.to('solved')
      await keys.press('Space')
      await keys.at('solution')
      await keys.write('Показали помесячно: оплата за октябрь поступила 2 ноября, долга нет.')
      await picture('2-solved-form')
      await keys.press('Ctrl+Enter')
      return printed(await print())
    })
    const { number } = await registered()
    says(page, number, name, 'Откуда долг')
    await arrived(2)
    assert.ok((await region('card-name')).includes(number), 'it stands in the history')
    assert.ok(!(await region('card-name')).includes(t('appeal-note', { category: 'Запрос', number })), 'and waits for nothing')
    await stands(name)
    await picture('2-solved')
  })

  await step('3 consultation', async () => {
    const { name, address } = clients.asks
    const [, street, house] = /(?:ул|пер|пр-д)\.? ([^,]+), (\d+)/.exec(address)
    await receive(`фед ${street} ${house}`.toLowerCase(), name)
    const page = await keys.within('consultation', BUDGET.consultation, async () => {
      await keys.press('Ctrl+3')
      await keys.letter('topic', 'п', 'Перечень документов')
      await keys.to('article')
      await keys.press('Right')
      await keys.to('note')
      await keys.write('Какие документы нужны для договора. Выдана памятка.')
      await picture('3-consultation-form')
      await keys.press('Ctrl+Enter')
      await desk.sees(t('consult-done'))
      await keys.press('Alt+Enter')
      return printed(await print())
    })
    says(page, 'Информационный лист', 'Какие документы нужны', 'в следующий раз', 'Самойлова Е. В.')
    await arrived(1)
    assert.match(await region('card-name'), /онсультация/, 'it stands in the history')
    await stands(name)
    await picture('3-consultation')
  })

  await step('4 not in the base', async () => {
    await keys.press('Alt+1')
    await desk.sees(t('start-title'))
    const name = 'Заезжаева Тамара Львовна'
    const pages = await keys.within('not in the base', BUDGET.stranger, async () => {
      await keys.press('Ctrl+k')
      await keys.write('Заезжаева')
      await desk.sees(t('palette-nothing'))
      await keys.press('Escape', 'Ctrl+1')
      await keys.at('applicant_name')
      await keys.write(name)
      await keys.to('stub_account')
      await keys.write('630100000017')
      await keys.to('stub_address')
      await keys.write('г. Самара, ул. Мира, 5, кв. 12')
      await keys.to('category')
      await keys.letter('category', 'д', 'Договор')
      await keys.press('Tab')
      await keys.letter('topic', 'зак', 'Заключение договоров')
      await keys.to('text')
      await keys.write('Прошу заключить договор: квартира куплена в октябре.')
      await keys.to('answer_channel')
      await keys.press('Right', 'Right')
      await keys.press('Ctrl+d')
      await keys.at('attachments.0.name')
      await keys.write('Заявление о заключении договора')
      await keys.press('Tab', 'Right')
      await keys.to('attachments.0.sheets')
      await keys.write('1')
      await keys.press('Enter')
      await keys.at('attachments.1.name')
      await keys.write('Выписка из ЕГРН')
      await keys.to('attachments.1.sheets')
      await keys.write('3')
      await picture('4-stranger-form')
      await keys.press('Ctrl+Enter')
      const card = await print()
      // What was handed in asks for its receipt.
      await desk.find('[role=dialog] h2', 'Расписка')
      await desk.sees(t('paper-printed', { copy: 1 }))
      assert.ok(await desk.script(IN_REACH), 'nothing lies over the buttons of the receipt')
      await picture('4-receipt')
      return { card, receipt: await printed(await print('Расписка')) }
    })
    const { number, due } = await registered()
    assert.equal(due, await limitOf('contract.refusal_or_missing'))
    says(pages.card, number, name, due)
    says(pages.receipt, number, name, 'Выписка из ЕГРН', 'Заявление о заключении договора', due)
    await picture('4-stranger')
    await nobody()
    assert.ok((await region('reception-left')).includes(number), 'it stands in the list of the day')
  })

  await step('5 a firm and its representative', async () => {
    const { name, contract } = clients.firm
    await receive(contract, name)
    const page = await keys.within('claim of a firm', BUDGET.representative, async () => {
      await keys.press('Ctrl+2')
      await keys.letter('topic', 'р', 'Расчёты стоимости')
      await keys.toWords(t('form-representative'), 'Shift+Tab')
      await keys.press('Enter')
      await keys.at('representative-known')
      await keys.press('Right')
      await keys.to('text')
      await keys.write('Расход за октябрь посчитан без коэффициента трансформации.')
      await picture('5-firm-form')
      await keys.press('Ctrl+Enter')
      return printed(await print())
    })
    const { number, due } = await registered()
    assert.equal(due, await limitOf('claim.other'))
    says(page, number, due, name, contract)
    await arrived(2)
    await stands(name)
    await picture('5-firm')
  })

  await step('6 we call back', async () => {
    const { name, meter } = clients.callBack
    await receive(meter, name)
    await keys.within('call back', BUDGET.callBack, async () => {
      await keys.press('Ctrl+4')
      await keys.at('question')
      await keys.write('Когда приедут проверить счётчик')
      await keys.to('user_id')
      await keys.write(colleague.name)
      await desk.find('[role=option]', colleague.name)
      await keys.press('Down', 'Enter')
      await picture('6-call-back-form')
      await keys.press('Ctrl+Enter')
    })
    await desk.sees(new RegExp(t('agree-done', { number: '\\S+' })))
    await arrived(1)
    assert.ok((await region('card-name')).includes('Когда приедут проверить счётчик'), 'it stands on the card')
    await stands(name)
    await picture('6-call-back')
    await nobody()
    await keys.toWords(t('steps-office'))
    await keys.press('Enter')
    await desk.sees(t('steps-by', { question: 'Когда приедут проверить счётчик', user: colleague.name }))
  })

  await step('7 the next meeting', async () => {
    const { name } = clients.meeting
    await receive(name, name)
    const page = await keys.within('next meeting', BUDGET.meeting, async () => {
      await keys.press('Ctrl+4')
      await keys.at('question')
      await keys.write('Акт сверки: принесёт квитанции')
      await keys.to('step', 'Shift+Tab')
      await keys.press('Right', 'Right')
      await keys.to('on')
      await keys.write(dateWords(meetingOn).replaceAll('.', ''))
      await keys.to('at')
      await keys.write('10:30')
      await picture('7-meeting-form')
      await keys.press('Ctrl+Enter')
      return printed(await print())
    })
    says(page, dateWords(meetingOn), '10:30', 'Акт сверки')
    await arrived(2)
    await stands(name)
    await picture('7-meeting')
  })

  await step('8 consent', async () => {
    const { name } = clients.consent
    await receive(name, name)
    const page = await keys.within('consent', BUDGET.consent, async () => {
      await keys.press('Ctrl+6')
      await desk.sees(t('consent-give-title'))
      await keys.to('purposes')
      await keys.press('Space')
      await picture('8-consent-form')
      await keys.press('Ctrl+Enter')
      return printed(await print())
    })
    says(page, name)
    await arrived(2)
    assert.match(await region('card-name'), /огласие/, 'it stands in the history')
    await stands(name)
    await picture('8-consent')
  })

  await step('9 another office', async () => {
    await keys.press('Alt+1')
    const page = await keys.within('another office', BUDGET.redirect, async () => {
      await keys.press('Alt+7')
      await keys.at('place')
      await keys.write(',tptyxer') // «безенчук» with the Latin layout left on
      await desk.sees(t('office-read-as', { text: 'безенчук' }))
      await desk.find('article', 'Безенчукское отделение')
      await keys.toWords(t('office-redirect'))
      await picture('9-offices')
      await keys.press('Enter')
      return printed(await print())
    })
    says(page, 'Безенчукское отделение', 'Тимирязева')
    await keys.press('Shift+F9')
    await desk.sees(t('papers-title'))
    await desk.sees('Лист перенаправления')
    await picture('9-papers')
  })

  await step('an incident in the hall', async () => {
    await nobody()
    await keys.within('incident', BUDGET.incident, async () => {
      await keys.press('Ctrl+5')
      await keys.at('kind')
      await keys.press('Right', 'Tab', 'Right', 'Tab')
      await keys.at('text')
      await keys.write('Посетитель кричал на очередь, после замечания вышел.')
      await picture('incident-form')
      await keys.press('Ctrl+Enter')
    })
    await desk.sees(t('incident-done'))
    await until('it stands in the list of the day', async () => /роисшестви/.test(await region('reception-left')))
    await picture('incident')
  })

  let withdrawn
  await step('10 withdrawn', async () => {
    const { name } = clients.written
    await receive(name, name)
    const page = await keys.within('written appeal', BUDGET.written, async () => {
      await keys.press('Ctrl+1')
      await keys.letter('category', 'об', 'Обращение')
      await keys.press('Tab')
      await keys.letter('topic', 'к', 'Качество обслуживания')
      await keys.to('text')
      await keys.write('Прошу принимать показания и по субботам.')
      await keys.press('Ctrl+Enter')
      return printed(await print())
    })
    withdrawn = await registered()
    assert.equal(withdrawn.due, await limitOf('appeal.operational'))
    says(page, withdrawn.number, name, withdrawn.due)
    await arrived(2)
    await stands(name)
    await keys.within('propose', BUDGET.propose, async () => {
      await keys.press('Ctrl+k')
      await keys.write(withdrawn.number)
      await keys.toWords(withdrawn.number, 'Down')
      await keys.press('Enter')
      await desk.find('main h1', withdrawn.number)
      await keys.press('F10')
      await desk.find('[role=menuitem]')
      await picture('10-acts')
      await keys.toWords(t('command-propose'), 'Down')
      await keys.press('Enter')
      await keys.letter('ground', 'ото', 'Отозвано заявителем')
      await keys.to('evidence')
      await keys.write('Заявитель отозвал обращение у стойки, заявление приложено.')
      await picture('10-propose')
      await keys.press('Ctrl+Enter')
    })
    await desk.sees(t('propose-done', { number: withdrawn.number }))
    await desk.findNone('[role=dialog]')
    await picture('10-proposed')
  })

  await step('the head decides', async () => {
    await keys.command(t('command-sign-out'))
    await keys.signIn(head)
    await desk.sees(t('start-title'))
    const page = await keys.within('approve', BUDGET.approve, async () => {
      await keys.press('Ctrl+k')
      await keys.write(withdrawn.number)
      await keys.toWords(withdrawn.number, 'Down')
      await keys.press('Enter')
      await desk.find('main h1', withdrawn.number)
      await picture('10-head')
      await keys.press('F10')
      await desk.find('[role=menuitem]')
      await keys.toWords(t('command-approve'), 'Down')
      await keys.press('Enter')
      await desk.sees(t('approve-title', { number: withdrawn.number }))
      await picture('10-approve')
      await keys.press('Ctrl+Enter')
      return printed(await print())
    })
    says(page, withdrawn.number, 'отозва')
    await desk.sees(t('appeal-state-closed'))
    await picture('10-closed')
    await keys.press('Alt+3')
    await desk.find('[role=row]', numbers[0])
    await picture('list')
  })

  await step('all of it is at the back-office, once', async () => {
    await keys.press('Alt+9')
    await desk.sees(t('unsent-none'))
    assert.deepEqual((await centre.appealNumbers()).toSorted(), numbers.toSorted())
    assert.equal(new Set(names).size, 8, 'eight found by the search, each another')
    const { parked, refused_total: refused, branches } = await centre.status()
    assert.deepEqual([parked, refused, branches], [[], 0, []])
    context.diagnostic(keys.measured.map(({ what, keys: pressed, budget }) => `${what}: ${pressed} of ${budget}`).join('; '))
  })
})
