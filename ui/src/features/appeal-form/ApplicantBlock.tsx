import { type ReactNode, useState } from 'react'
import type { ClientCard } from '../../generated/ClientCard'
import { dateWords } from '../../shared/format'
import { ForeignDialog } from '../../shared/foreign'
import { Button } from '../../shared/parts/Button'
import { DayField, Field, SegmentField, SelectField } from '../../shared/parts/Field'
import { Status } from '../../shared/parts/Status'
import text from '../../shared/parts/text.module.css'
import { useCommand } from '../../shared/useCommand'
import { t } from '../../shared/words'
import styles from './AppealForm.module.css'
import { bind, type Blocks, Warning } from './blocks'
import { stubOf } from './fields'

function FromCard({ card, account, children }: { card: ClientCard; account: string | null; children: ReactNode }) {
  const own = card.accounts.find((one) => one.number === account)
  return (
    <div className={styles.person}>
      <div>
        <div className={text.strong}>{card.name}</div>
        {own !== undefined && <div className={text.small}>{t('form-account', { number: own.number_grouped, address: own.address })}</div>}
      </div>
      <span className={text.small}>{t('form-from-card')}</span>
      {children}
    </div>
  )
}

/** Who is not in the base: his name, and the account by which the centre will find him. */
function Stranger(blocks: Blocks) {
  const { form, put, warningOf } = blocks
  const [asking, setAsking] = useState(false)
  useCommand('ask-centre', () => setAsking(true))
  return (
    <>
      <Field {...bind(blocks, 'applicant_name')} autoFocus autoComplete="off" />
      <SegmentField
        label={t('form-audience')}
        name="audience"
        choices={[
          { id: 'citizen', title: t('form-audience-citizen') },
          { id: 'other', title: t('form-audience-other') },
        ]}
        value={form.audience}
        onChange={(audience) => put({ audience })}
      />
      <div>
        <Field {...bind(blocks, 'stub_account')} autoComplete="off" hint={t('form-stub-hint')} />
        <Warning words={warningOf('stub_account')} />
      </div>
      <Field {...bind(blocks, 'stub_address')} autoComplete="off" />
      {form.audience === 'other' && (
        <>
          <div>
            <Field {...bind(blocks, 'contract_number')} autoComplete="off" />
            <Warning words={warningOf('contract_number')} />
          </div>
          <DayField {...bind(blocks, 'contract_date')} />
        </>
      )}
      <div className={styles.person}>
        <Button small caps="Ctrl 7" onPress={() => setAsking(true)}>
          {t('command-ask-centre')}
        </Button>
        <RepresentativeToggle {...blocks} />
      </div>
      {asking && (
        <ForeignDialog
          number={form.stub_account}
          onTake={(number, found) => {
            put(stubOf(number, found))
            setAsking(false)
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

const ANOTHER = 'another'

/** Who acts for the client: one whom the card knows, or another with a paper. */
function Representative(blocks: Blocks) {
  const { form, put, card } = blocks
  const known = card?.representatives ?? []
  const at = known.findIndex((one) => one.name === form.representative && one.authority === form.authority)
  const chosen = known[at]
  const [another, setAnother] = useState(known.length === 0 || (at < 0 && form.representative !== ''))
  return (
    <>
      {known.length > 0 && (
        <div className={styles.full}>
          <SelectField
            label={t('form-who-acts')}
            name="representative-known"
            placeholder={t('form-choose')}
            autoFocus={form.representative === ''}
            choices={[
              ...known.map((one, index) => ({
                id: String(index),
                title: one.name,
                note: one.valid_to === null ? one.authority : t(one.expired ? 'form-authority-ended' : 'form-authority-until', { authority: one.authority, date: dateWords(one.valid_to) }),
              })),
              { id: ANOTHER, title: t('form-another-acts') },
            ]}
            value={another ? ANOTHER : at < 0 ? null : String(at)}
            onChange={(id) => {
              const one = known[Number(id)]
              setAnother(id === ANOTHER)
              put({ representative: one?.name ?? '', authority: one?.authority ?? '' })
            }}
          />
          {chosen?.expired === true && <Status tone="warn">{t('form-authority-expired', { date: dateWords(chosen.valid_to ?? '') })}</Status>}
        </div>
      )}
      {another && (
        <>
          <Field {...bind(blocks, 'representative')} autoComplete="off" autoFocus={form.representative === ''} />
          <Field {...bind(blocks, 'authority')} autoComplete="off" hint={t('form-authority-hint')} />
        </>
      )}
    </>
  )
}

interface Asked {
  acts: boolean
  onActs: (acts: boolean) => void
}

function RepresentativeToggle({ put, acts, onActs }: Blocks & Partial<Asked>) {
  return (
    <Button
      small
      onPress={() => {
        if (acts === true) put({ representative: '', authority: '' })
        onActs?.(acts !== true)
      }}
    >
      {t(acts === true ? 'form-himself' : 'form-representative')}
    </Button>
  )
}

/** Who appeals, and who acts for him. */
export function ApplicantBlock(blocks: Blocks) {
  const { form, card } = blocks
  const [acts, setActs] = useState(form.representative !== '' || form.authority !== '')
  const whole = { ...blocks, acts, onActs: setActs }
  return (
    <section className={styles.block} aria-label={t('form-block-applicant')}>
      <h2>{t('form-block-applicant')}</h2>
      <div className={styles.fields}>
        {card === null ? (
          <Stranger {...whole} />
        ) : (
          <FromCard card={card} account={form.account}>
            <RepresentativeToggle {...whole} />
          </FromCard>
        )}
        {acts && <Representative {...blocks} />}
      </div>
    </section>
  )
}
