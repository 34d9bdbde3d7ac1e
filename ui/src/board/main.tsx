import { startStation } from '../station/root'
import { Board } from './Board'

startStation('board', (host) => <Board host={host} />)
