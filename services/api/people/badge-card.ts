import QRCode from 'qrcode'
import { drawPaper } from '#api/supervision/paper.ts'
import type { PublicBadge } from '#store/queries/people/badges.ts'

const PHOTO = '（照片）'
const SEAL = '（签章）'

/**
 * A badge to be printed (工作证): company and its seal, number, name of who agreed to it, job number, post, supervision phone
 * (R001-8.3-4, R002-5.7.5, R003-5.6.4). Photo and seal are put on by hand: no picture of a face lies in the program.
 */
export const badgeCard = async (row: PublicBadge, url: string): Promise<Buffer> => {
  const code = await QRCode.toBuffer(url, { errorCorrectionLevel: 'Q', margin: 2, width: 240 })
  return drawPaper(`工作证 ${row.badgeNo}`, (paper) => {
    paper.title('工作证')
    paper.table(
      [
        { title: row.company, width: 0.3 },
        { title: SEAL, width: 0.4 },
        { title: PHOTO, width: 0.3 },
      ],
      [
        ['工作证号', row.badgeNo, ''],
        ['姓名', row.name ?? '', ''],
        ['工号', row.operator, ''],
        ['岗位', row.post, ''],
        ['服务监督电话', row.supervisionPhone, ''],
        ['有效期至', row.validUntil ?? '长期', ''],
      ],
    )
    paper.text('扫码核验身份')
    paper.picture(code)
  })
}
