// Three appeals in the real window, from receipt to archive, each with the link cut half-way: a legal entity's contract with a missing
// paper and a protocol of disagreements; a citizen's claim whose settlement is rejected; a debt request answered by registered letter.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { startCentre } from '../harness/centre.mjs'
import { startDisplay } from '../harness/display.mjs'
import { Keyboard } from '../harness/keyboard.mjs'
import { startPrinter } from '../harness/printer.mjs'
import { built, run, scratch, storyOf, until } from '../harness/programs.mjs'
import { Window } from '../harness/window.mjs'
import { t } from '../harness/words.mjs'

const ACCOUNTS = 60

/** After a cut the longest pause between two tries is a minute. */
const MENDED_MS = 90_000

const plain = (text) => text.replace(/[\s\u00a0\u202f]+/g, ' ')

/** An act of a card, not the printing of its paper, which may bear the same words. */
const ACT = 'main button:not([role=group] button)'

/** Who works on an appeal at one desk, and what is seen of it outside. */
class Case {
  constructor(story, parts) {
    Object.assign(this, parts)
    this.picture = (name) => this.desk.picture(`cases-${story}-${name}`)
    this.step = storyOf(this.picture, () => this.desk.text())
    this.keys = new Keyboard(this.desk)
  }

  /** A desk of the office with a printer; `post` is part of the post of who signs in. */
  static async open(context, story, post) {
    const directory = scratch(context)
    const display = await startDisplay(context)
    const printer = await startPrinter(context, join(directory, 'print'))
    const centre = await startCentre(context, directory, ACCOUNTS)
    const env = { ...display, ...printer.env, XDG_DATA_HOME: join(directory, 'home'), STOIKA_LOG: 'info' }
    const desk = await Window.open(context, built('stoika'), ['--data', join(directory, 'desk'), '--enrol', await centre.enrolmentCode(4)], env)
    const one = new Case(story, { desk, centre, printer })
    one.specialist = centre.users.find((user) => user.post.includes(post))
    one.head = centre.users.find((user) => user.post.includes('начальник'))
    await one.keys.signIn(one.specialist)
    await desk.sees(t('start-title'))
    await desk.sees(t('net-online'))
    return one
  }

  /** What was told of the registration: the number, and the date to answer by. */
  async registered() {
    const [, number, due] = await this.desk.sees(new RegExp(t('form-registered', { number: '(\\S+)', date: '([\\d.]+)' })))
    this.number = number
    return due
  }

  /** Prints the paper that has opened by itself, and returns what its pages say. */
  async printed(title, name) {
    const { desk } = this
    await desk.find('[role=dialog] h2', title)
    await desk.sees(t('paper-copy', { copy: 1 }))
    await this.picture(name)
    const before = this.printer.jobs().length
    await desk.press('Ctrl+Enter')
    const job = await until(`«${title}» is printed`, () => this.printer.jobs()[before])
    await desk.findNone('[role=dialog]')
    return plain(await run('pdftotext', ['-layout', job, '-']))
  }

  /** Opens the dialog of an act by its button. */
  async begin(button, title) {
    await this.desk.click(await this.desk.find(ACT, button))
    await this.desk.find('[role=dialog] h2, [role=alertdialog] h2', title)
  }

  /** The same for an act of the menu. */
  async beginFromMenu(act, title) {
    await this.desk.press('F10')
    await this.desk.find('[role=menuitem]', act)
    await this.keys.toWords(act, 'Down')
    await this.desk.press('Enter')
    await this.desk.find('[role=dialog] h2', title)
  }

  /** Does what the open dialog is for. */
  async submit(name) {
    await this.picture(name)
    await this.desk.press('Ctrl+Enter')
  }

  /** The same; nothing lies over the page then. */
  async end(name) {
    await this.submit(name)
    await this.desk.findNone('[role=dialog], [role=alertdialog]')
  }

  async openCard() {
    await this.desk.press('Ctrl+k')
    await this.desk.find('[role=combobox]', t('palette-label'))
    await this.keys.write(this.number)
    await this.keys.toWords(this.number, 'Down')
    await this.desk.press('Enter')
    await this.desk.find('main h1', this.number)
    await this.desk.findNone('[role=dialog]')
  }

  async signInAs(user) {
    await this.keys.command(t('command-sign-out'))
    await this.keys.signIn(user)
    await this.desk.sees(t('start-title'))
  }

  /** From now on the desk is alone; what is done stays with it. */
  async cut() {
    await this.centre.link.cut()
  }

  /** The card says that its last entry is at this desk, or at the centre. */
  isAt(place, deadline_ms) {
    return this.desk.sees(t('way-short', { place }), deadline_ms)
  }

  /** The link is whole again, and the specialist does not wait for the next try. */
  async mend() {
    const { desk } = this
    await this.centre.link.mend()
    await desk.press('Alt+9')
    await desk.clickButton(t('link-try'))
    await desk.sees(t('unsent-none'), MENDED_MS)
    await this.openCard()
    await this.isAt('centre')
  }

  /** Closes the appeal: the caret stands beside the act, which is done on purpose. */
  async close() {
    await this.begin(t('command-close-appeal'), t('close-title', { number: this.number }))
    await this.end('close')
    await this.desk.sees(t('appeal-state-closed'))
    await this.picture('closed')
    await this.desk.press('Alt+3')
    await this.desk.click(await this.desk.find('[role=tab]', t('appeals-view-closed')))
    await this.desk.find('[role=row]', this.number)
    await this.picture('archive')
  }

  /** All that was done is at the back-office, once, and nothing of it is without effect. */
  async isWhole() {
    await this.desk.press('Alt+9')
    await this.desk.sees(t('unsent-none'))
    const { parked, refused_total: refused, branches, void: without_effect, effective, replicas } = await this.centre.status()
    assert.deepEqual([await this.centre.appealNumbers(), parked, refused, branches, without_effect], [[this.number], [], 0, [], 0])
    assert.ok(replicas.every(({ ordered, acked }) => ordered === acked), 'all that came has its place')
    assert.equal(effective, replicas.reduce((sum, { ordered }) => sum + ordered, 0))
  }
}

function says(page, ...all) {
  for (const words of all) assert.ok(page.includes(plain(words)), `the page says «${words}»: ${page}`)
}

test("a legal entity's contract with a missing paper and a protocol of disagreements", { timeout: 300_000 }, async (context) => {
  const one = await Case.open(context, 'contract', 'договорам')
  const { desk, step } = one
  const brought = ['Устав', 'ЕГРЮЛ', 'лица, которое подписывает договор', 'технологического присоединения', 'разграничения балансовой', 'допуска прибора учёта']
  const missing = 'Документ о праве на объект'

  await step('the application of a firm that nobody knows yet', async () => {
    await desk.press('Ctrl+9')
    await desk.find('main h1', t('contract-title'))
    await one.keys.at('client_kind')
    await one.picture('form-empty')
    await desk.choose('client_kind', 'Юридическое лицо')
    await desk.fill('applicant_name', 'ООО «Образец»')
    const typed = {
      inn: '7830002293', kpp: '783001001', ogrn: '1027700132195', legal_address: 'г. Отрадный, ул. Советская, д. 5', bic: '049805746', bank_account: '40602810700000000025',
      signatory_name: 'Образцов Пётр Ильич', signatory_post: 'директор', signatory_authority: 'устав',
      'points.0.object': 'магазин', 'points.0.address': 'г. Отрадный, ул. Советская, д. 5', 'points.0.power_kw': '700', 'points.0.meter_model': 'Меркурий 230', 'points.0.meter_number': '0123', 'points.0.transformer_ratio': '20',
    }
    for (const [field, text] of Object.entries(typed)) await desk.fill(field, text)
    await desk.choose('points.0.voltage', 'НН')
    await desk.choose('points.0.reliability', '3')
    await desk.choose('points.0.price_category', 'Первая')
    await desk.choose('points.0.meter_zones', 'Одна зона')
    await desk.choose('connection', 'Есть, документ показан')
    await desk.fill('connection_paper', 'акт от 12.03.2024 № 7')
    for (const title of brought) await desk.click(await desk.find('[data-field="asked-documents"] label', title))
    await desk.fill('postal_index', '446300')
    await desk.fill('postal_address', 'г. Отрадный, ул. Советская, д. 5')
    await one.picture('form')
  })

  await step('seven hundred kilowatts are not of the first price category', async () => {
    await desk.press('Ctrl+Enter')
    await desk.sees(t('error-summary-title', { count: 1 }))
    await one.picture('form-refused')
    await desk.fill('points.0.power_kw', '25,5')
    await desk.press('Ctrl+Enter')
  })

  await step('it is registered, and its receipt says what is missing', async () => {
    const due = await one.registered()
    const page = await one.printed('Расписка', 'receipt')
    says(page, one.number, 'ООО «Образец»', missing)
    await desk.find('main h1', one.number)
    await desk.sees('Не хватает документов')
    await desk.sees(due)
    await one.picture('incomplete')
    await one.isAt('centre')
  })

  await step('the client is told what to bring', async () => {
    await one.begin(t('contract-act-notify'), t('contract-notify-title', { number: one.number }))
    await desk.sees(missing)
    await one.submit('notify')
    says(await one.printed('Уведомление о недостающих документах', 'notice'), one.number, missing, 'Росреестр')
    await desk.sees('Ждём документы')
    await desk.sees(t('awaited-title').replace('.', ''))
    await one.picture('waiting')
    await one.isAt('centre')
  })

  await step('with no link the paper comes, and the contract goes', async () => {
    await one.cut()
    await one.begin(t('contract-act-bring'), t('contract-bring-title', { number: one.number }))
    await desk.click(await desk.find('[data-field="documents"] label', missing))
    await desk.fill('attachments.0.sheets', '3')
    await one.end('bring')
    await desk.sees('Документы полны с')
    await one.isAt('desk')
    await one.picture('complete')
    await one.begin(t('contract-act-send'), t('contract-send-title', { number: one.number }))
    await one.keys.at('contract_number')
    await desk.fill('contract_number', '63-ОТ-000101')
    await desk.choose('answer_channel', 'Заказным письмом')
    await one.end('send')
    await desk.sees('ждём подписанный экземпляр')
    await desk.sees(t('appeal-state-answered'))
    await one.isAt('desk')
    await one.picture('sent')
    await one.mend()
  })

  await step('the client disagrees on two clauses', async () => {
    await one.begin(t('contract-act-disagree'), t('contract-disagree-title', { number: one.number }))
    await one.keys.at('clauses.0.clause')
    await desk.fill('clauses.0.clause', '4.2')
    await desk.fill('clauses.0.ours', 'до 18-го числа')
    await desk.fill('clauses.0.theirs', 'до 25-го числа')
    await one.keys.toWords(t('contract-clause-add'))
    await desk.press('Enter')
    await one.keys.at('clauses.1.clause')
    await desk.fill('clauses.1.clause', '7.1')
    await desk.fill('clauses.1.ours', 'пени по закону')
    await desk.fill('clauses.1.theirs', 'без пеней')
    await one.end('disagree')
    await desk.sees('Рассматриваем протокол разногласий')
    await one.picture('disagreement')
  })

  await step('each clause has its reply', async () => {
    await one.begin(t('contract-act-reply'), t('contract-reply-title', { number: one.number }))
    await desk.choose('replies.0.reply', t('contract-reply-agreed'))
    await desk.fill('replies.0.text', 'до 20-го числа')
    await desk.choose('replies.1.reply', t('contract-reply-declined'))
    await desk.fill('replies.1.text', 'Пени установлены 35-ФЗ')
    await desk.choose('answer_channel', 'Заказным письмом')
    await one.end('reply')
    await desk.sees('Отклонено: Пени установлены 35-ФЗ')
    await one.picture('replied')
    await desk.clickButton('Ответ на протокол разногласий')
    says(await one.printed('Ответ на протокол разногласий', 'reply-paper'), one.number, '4.2', 'до 20-го числа', 'Пени установлены 35-ФЗ')
  })

  await step('the agreed contract goes and comes back signed', async () => {
    await one.begin(t('contract-act-send'), t('contract-send-title', { number: one.number }))
    await desk.fill('contract_number', '63-ОТ-000101')
    await desk.choose('answer_channel', 'Заказным письмом')
    await one.end('send-again')
    await one.begin(t('contract-act-returned'), t('contract-returned-title', { number: one.number }))
    await one.end('returned')
    await desk.sees('Договор заключён')
    await one.picture('concluded')
  })

  await step('archive', () => one.close())
  await step('the back-office has all of it', () => one.isWhole())
})

test("a citizen's claim whose settlement is rejected", { timeout: 300_000 }, async (context) => {
  const one = await Case.open(context, 'claim', 'платёжным')
  const { desk, step } = one
  const said = 'Верните деньги, а не зачёт'

  /** Answers by hand, in the office, with a proposal. */
  const answer = async (words, settlement, name) => {
    await one.begin(t('command-answer'), t('answer-title', { number: one.number }))
    await one.keys.at('text')
    await one.keys.write(words)
    await desk.choose('outcome', 'Обоснована')
    await desk.fill('settlement', settlement)
    await desk.choose('answer_channel', 'Выдать в отделении')
    await one.end(name)
    await desk.sees(t('appeal-state-answered'))
    await desk.sees(settlement)
  }

  await step('the claim', async () => {
    await desk.openClient('bdfyjd', 'Иванов')
    await desk.press('Ctrl+2')
    await desk.sees(t('form-title', { claim: 'yes' }))
    await desk.choose('topic')
    await desk.fill('text', 'Начислено за 230 кВт·ч, а по счётчику 176. Прошу вернуть разницу.')
    await desk.press('Ctrl+Enter')
    await one.registered()
    await one.printed('Регистрационная карточка', 'registration-card')
    await one.openCard()
    await one.picture('registered')
  })

  await step('assessed', async () => {
    await one.begin(t('command-assess'), t('claim-assess-title', { number: one.number }))
    await desk.click(await desk.find('[data-field="form_right"] label', t('claim-form-right-check')))
    await desk.click(await desk.find('[data-field="sufficient"] label', t('claim-sufficient-check')))
    await desk.click(await desk.find('[data-field="valid"] label', t('claim-valid-check')))
    await desk.choose('importance', t('claim-score-high'))
    await desk.choose('complexity', t('claim-score-low'))
    await one.end('assess')
    await desk.seesNoMore(t('claim-not-assessed'))
    await one.picture('assessed')
  })

  await step('answered with a proposal, and rejected with no link', async () => {
    await answer('Проверили показания: начислено лишнее.', 'Зачтём 282 ₽ в счёт ноября', 'answer')
    await one.picture('answered')
    await one.isAt('centre')
    await one.cut()
    await one.beginFromMenu(t('command-reject-settlement'), t('claim-reject-title', { number: one.number }))
    await one.keys.at('words')
    await one.keys.write(said)
    for (const body of ['Суд', 'жилищная инспекция']) await desk.click(await desk.find('[data-field="bodies"] label', body))
    await one.submit('reject')
    const page = await one.printed('Уведомление об открытой претензии', 'open-claim')
    says(page, one.number, 'жилищн')
  })

  await step('it stays open with a new term, and cannot be closed', async () => {
    await desk.sees(said)
    await desk.seesNoMore(t('appeal-state-answered'))
    await desk.sees(t('term-answer-by'))
    await one.isAt('desk')
    assert.equal(await desk.script("return [...document.querySelectorAll('footer button')].filter((one) => one.innerText.includes(arguments[0])).length", t('command-close-appeal')), 0)
    await one.picture('open')
    await one.mend()
  })

  await step('answered anew, accepted', async () => {
    await answer('Возвращаем деньги.', 'Вернём 282 ₽ на карту', 'answer-anew')
    await one.beginFromMenu(t('command-accept-settlement'), t('claim-accept-title', { number: one.number }))
    await one.end('accept')
    await desk.sees('Принято')
    await one.picture('accepted')
  })

  await step('archive', () => one.close())
  await step('the back-office has all of it', () => one.isWhole())
})

test('a debt request that is answered by registered letter', { timeout: 300_000 }, async (context) => {
  const one = await Case.open(context, 'letter', 'платёжным')
  const { desk, step } = one
  const track = '44631012345670'

  await step('the request', async () => {
    await desk.openClient('bdfyjd', 'Иванов')
    await desk.press('Ctrl+1')
    await desk.choose('category', 'Запрос')
    await desk.choose('topic', 'Задолженность')
    await desk.choose('form', t('form-written'))
    await desk.fill('text', 'Прошу письменно сообщить, сколько я должен.')
    await desk.choose('answer_channel', 'Заказным письмом')
    await one.picture('form')
    await desk.press('Ctrl+Enter')
    await one.registered()
    await one.printed('Регистрационная карточка', 'registration-card')
    await one.openCard()
    await one.picture('registered')
  })

  await step('the project begins with what is known of the debt', async () => {
    await one.beginFromMenu(t('command-draft-answer'), t('project-edit-title', { number: one.number }))
    await one.keys.at('text')
    await until('the letter says of the debt', async () => /задолженност/.test(await desk.script(`return document.querySelector('textarea[data-field="text"]')?.value ?? ''`)))
    await desk.choose('outcome', 'Разъяснено')
    await one.end('project')
    await desk.sees(t('project-awaited'))
    await one.picture('awaited')
    await one.isAt('centre')
  })

  await step('the head signs, with no link', async () => {
    await one.cut()
    await one.signInAs(one.head)
    await one.openCard()
    await one.picture('head')
    await one.begin(t('command-approve-answer'), t('project-approve-title', { number: one.number }))
    await one.end('approve')
    await desk.sees(one.head.name)
    await desk.sees('Можно отправлять')
  })

  await step('it goes by post, its number comes later', async () => {
    await one.signInAs(one.specialist)
    await one.openCard()
    await one.begin(t('command-send-answer'), t('send-title', { number: one.number }))
    await one.keys.at('track')
    await one.end('send')
    await desk.sees(t('appeal-state-answered'))
    await one.isAt('desk')
    await one.picture('sent')
    await one.keys.command(t('command-go-letters'))
    await desk.find('main h1', t('letters-title'))
    await desk.sees(one.number)
    await desk.sees(t('letters-track-later'))
    await one.picture('register')
    await one.mend()
  })

  await step('the track number and the mark of delivery', async () => {
    await one.begin(t('track-open'), t('track-title', { number: one.number }))
    await one.keys.at('track')
    await one.keys.write('44631012345678')
    await desk.press('Ctrl+Enter')
    await until('a wrong digit is seen', () => desk.script("return document.querySelector('[data-field=track]')?.getAttribute('aria-invalid') === 'true'"))
    await one.picture('track-refused')
    await desk.fill('track', track)
    await one.end('track')
    await desk.sees(track)
    await one.begin(t('delivered-open'), t('delivered-title', { number: one.number }))
    await one.end('delivered')
    await desk.sees(t('delivery-delivered', { date: '' }).trim())
    await one.picture('delivered')
    await one.keys.command(t('command-go-letters'))
    await desk.sees(track)
    await one.picture('register-delivered')
    await one.openCard()
  })

  await step('archive', () => one.close())
  await step('the back-office has all of it', () => one.isWhole())
})
