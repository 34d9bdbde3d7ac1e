import text from './text.module.css'

/** A registration number, or what looks like one: digits, and signs at which a line would break. */
const NUMBER = /(\S*\d[-/]\S+)/

/** Words of which the numbers stay on one line: a number that is read out to a client is not read from two. */
export function Whole({ children }: { children: string }) {
  return (
    <>
      {children.split(NUMBER).map((part, index) =>
        index % 2 === 1 ? (
          <span key={index} className={text.whole}>
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  )
}
