/** The mark of the program: a person behind a desk. */
export function Logo() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden>
      <rect width="24" height="24" rx="6" fill="var(--accent)" />
      <circle cx="12" cy="7.6" r="2.9" fill="var(--ink-on-accent)" />
      <path d="M4.5 12.6h15v2.8h-15z" fill="var(--ink-on-accent)" />
      <path d="M7 15.4h2.4v4H7zM14.6 15.4H17v4h-2.4z" fill="var(--ink-on-accent)" />
    </svg>
  )
}
