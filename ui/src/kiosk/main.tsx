import { startStation } from '../station/root'
import { Kiosk } from './Kiosk'

startStation('kiosk', (host) => <Kiosk host={host} />)
