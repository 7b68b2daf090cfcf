import { Link } from '@tanstack/react-router'
import { Result } from 'antd'
import { shellTexts } from './texts.ts'

export const NotFoundPage = () => {
  const say = shellTexts.useTexts()
  return (
    <main>
      <Result
        status="404"
        title={say('notFound')}
        subTitle={say('notFoundHint')}
        extra={<Link to="/">{say('home')}</Link>}
      />
    </main>
  )
}
