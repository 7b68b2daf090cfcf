import { Button } from 'antd'
import { shellTexts } from '#console/shell/texts.ts'

/** The next page of a list that is no table; nothing when all is there. */
export const MoreButton = ({
  list,
}: {
  readonly list: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => Promise<unknown>
  }
}) => {
  const say = shellTexts.useTexts()
  if (!list.hasNextPage) return null
  return (
    <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {say('more')}
    </Button>
  )
}
