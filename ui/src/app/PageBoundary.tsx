import { Component, type ReactNode } from 'react'
import { Button } from '../shared/parts/Button'
import { Empty } from '../shared/parts/Layout'
import { t } from '../shared/words'

interface PageBoundaryProps {
  /** The address of the page: another one is tried anew. */
  at: string
  children: ReactNode
}

/** A page that cannot be drawn takes neither the rail nor the client's ticket with it. */
export class PageBoundary extends Component<PageBoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override componentDidUpdate({ at }: PageBoundaryProps) {
    if (this.state.isBroken && at !== this.props.at) this.setState({ isBroken: false })
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
    return (
      <Empty title={t('page-broken')} actions={<Button onPress={() => this.setState({ isBroken: false })}>{t('page-broken-again')}</Button>}>
        {t('page-broken-hint')}
      </Empty>
    )
  }
}
