// Every screen in Chromium, on the loopback twin of the command table: reached and worked by keyboard, nothing that axe knows,
// the focus always in sight.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBrowser, violations, Visitor, walkTrouble } from '../harness/browser.mjs'
import { scratch, storyOf } from '../harness/programs.mjs'
import { startBareTwin, startTwin } from '../harness/twin.mjs'
import { t } from '../harness/words.mjs'

/** Asks the screen as it stands; its picture is kept in tests/out under the name. */
async function look(visitor, name) {
  await visitor.picture(`browser-${name}`)
  assert.deepEqual(await violations(visitor), [], `${name}: axe`)
  assert.deepEqual(await walkTrouble(visitor), [], `${name}: keyboard`)
}

test('every screen by keyboard', async (context) => {
  const twin = await startTwin(context)
  const visitor = await Visitor.open(context, await startBrowser(context), twin.url)
  const step = storyOf((name) => visitor.picture(name))

  await step('sign-in', async () => {
    await visitor.sees(t('sign-in-title'))
    await look(visitor, 'sign-in')
    await visitor.signIn({ ...twin.user, password: 'не тот' })
    await visitor.sees(t('error-auth-wrong-password'))
    await look(visitor, 'sign-in-wrong')
    await visitor.focus('password')
    await visitor.type(twin.user.password)
    await visitor.press('Enter')
    await visitor.sees(t('start-title'))
  })

  await step('reception', async () => {
    await look(visitor, 'reception')
    await visitor.press('Ctrl+k')
    await visitor.find('[role=combobox]', t('palette-label'))
    await look(visitor, 'palette')
    await visitor.type(twin.client.typed)
    await visitor.find('[role=option]', twin.client.name)
    await look(visitor, 'palette-found')
    await visitor.press('Enter')
    await visitor.find('h1', twin.client.name)
    await look(visitor, 'client')
    await visitor.clickButton(t('unmask-phone'))
    await visitor.find('[role=dialog]')
    await look(visitor, 'unmask')
    await visitor.leaveDialog()
  })

  await step('what else is done in a visit', async () => {
    for (const tab of ['months', 'payments', 'account', 'person']) {
      await visitor.click(await visitor.find('[role=tab]', t(`past-${tab}`)))
      await look(visitor, `client-${tab}`)
    }
    for (const [keys, name, words] of [
      ['Ctrl+3', 'consultation', t('consult-topic')],
      ['Ctrl+4', 'next-step', t('agree-question')],
      ['Ctrl+5', 'incident', t('incident-kind')],
      ['Ctrl+6', 'consent', t('consent-purposes')],
      ['Ctrl+7', 'ask-centre', t('foreign-reason')],
      ['Ctrl+8', 'script', t('script-title')],
    ]) {
      await visitor.press(keys)
      await visitor.find('[role=dialog]')
      await visitor.sees(words)
      await look(visitor, name)
      await visitor.leaveDialog()
    }
  })

  await step('a claim', async () => {
    await visitor.press('Ctrl+2')
    await visitor.sees(t('form-title', { claim: 'yes' }))
    await look(visitor, 'claim')
    await visitor.press('Ctrl+Enter')
    await visitor.find('[role=alert]')
    await look(visitor, 'claim-refused')
    await visitor.choose('topic')
    await visitor.choose('answer_channel')
    await visitor.fill('text', 'Начислено за 230 кВт·ч, а по счётчику 176. Прошу пересчитать сентябрь.')
    await visitor.sees(t('term-why'))
    await visitor.clickButton(t('term-why'))
    await visitor.find('[role=dialog] dl')
    await look(visitor, 'claim-term')
    await visitor.press('Escape', 'Ctrl+Enter')
    await visitor.sees(t('paper-without'))
    await look(visitor, 'paper')
    await visitor.leaveDialog()
  })

  await step('appeals', async () => {
    await visitor.press('Alt+3')
    await visitor.find('[role=grid], [role=treegrid], table')
    await look(visitor, 'appeals')
    await visitor.press('Ctrl+f')
    await visitor.find('[role=dialog]')
    await look(visitor, 'appeals-filter')
    await visitor.leaveDialog()
    await visitor.press('Ctrl+s')
    await visitor.find('[role=menuitem]')
    await visitor.press('Enter')
    await visitor.find('[role=dialog]')
    await visitor.fill('name', 'Все по порядку')
    await look(visitor, 'appeals-view')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await visitor.tabTo('[role=row]')
    await visitor.press('Enter')
    await visitor.sees(t('appeal-words'))
    await look(visitor, 'appeal')
    await visitor.press('F10')
    await visitor.find('[role=menuitem]')
    await visitor.press('Enter')
    await visitor.sees(t('extend-old'))
    await look(visitor, 'appeal-extend')
    await visitor.leaveDialog()
    for (const [keys, name, words] of [['Ctrl+i', 'assign', t('assign-submit')], ['Ctrl+j', 'answer', t('answer-text')]]) {
      await visitor.press(keys)
      await visitor.find('[role=dialog]')
      await visitor.sees(words)
      await look(visitor, `appeal-${name}`)
      await visitor.leaveDialog()
    }
    // What has no answer cannot be closed.
    await visitor.press('Ctrl+j')
    await visitor.fill('text', 'Начисление проверено и исправлено.')
    await visitor.choose('outcome')
    // What is founded offers how to settle it (clause 9.3).
    await visitor.fill('settlement', 'Перерасчёт войдёт в следующий счёт.')
    await visitor.choose('answer_channel')
    await visitor.press('Ctrl+Enter')
    await visitor.findNone('[role=dialog]')
    await visitor.clickButton(t('command-close-appeal'))
    await visitor.find('[role=dialog], [role=alertdialog]')
    await look(visitor, 'appeal-close')
    await visitor.leaveDialog()
    await visitor.press('Shift+F9')
    await visitor.sees(t('papers-title'))
    await look(visitor, 'papers')
  })

  await step('accesses', async () => {
    await visitor.press('Alt+Shift+8')
    await visitor.sees(t('audit-title'))
    await visitor.find('[role=row]', t('audit-when'))
    await look(visitor, 'audit')
  })

  await step('reference book', async () => {
    await visitor.press('Alt+7')
    await visitor.fill('place', 'Кротовка')
    await visitor.sees(t('office-redirect'))
    await look(visitor, 'reference-offices')
    for (const [tab, words] of [
      ['norms', t('norm-due')],
      ['calendar', t('calendar-notes')],
      ['tariffs', t('tariff-prices')],
      ['articles', t('article-next')],
      ['documents', t('document-required')],
      ['lists', /ЖК РФ/],
    ]) {
      await visitor.click(await visitor.find('[role=tab]', t(`reference-tab-${tab}`)))
      await visitor.sees(words)
      await look(visitor, `reference-${tab}`)
    }
    await visitor.press('F1')
    await visitor.find('[role=dialog] h1', t('section-reference'))
    await look(visitor, 'guide')
    await visitor.leaveDialog()
  })

  await step('link, keys, lock', async () => {
    await visitor.press('Alt+9')
    await visitor.sees(t('discrepancies-title'))
    await look(visitor, 'link')
    await visitor.press('?')
    await visitor.find('[role=dialog]')
    await look(visitor, 'keys')
    await visitor.leaveDialog()
    await visitor.press('Ctrl+l')
    await visitor.sees(t('lock-lead'))
    await look(visitor, 'lock')
    await visitor.focus('password')
    await visitor.type(twin.user.password)
    await visitor.press('Enter')
    await visitor.seesNoMore(t('lock-lead'))
  })
})

test('a desk fresh from the box', async (context) => {
  const { url } = await startBareTwin(context, scratch(context))
  const visitor = await Visitor.open(context, await startBrowser(context), url)
  await visitor.sees(t('enrol-title'))
  await look(visitor, 'enrolment')
  await visitor.fill('code', 'не код')
  await visitor.press('Tab', 'Enter')
  await visitor.sees(t('error-enrol-code-malformed'))
  await look(visitor, 'enrolment-refused')
})
