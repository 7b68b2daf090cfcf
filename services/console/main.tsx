import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './shell/app.tsx'
import { reloadWhenReplaced } from './shell/reload-when-replaced.ts'
import './shell/base.css'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
reloadWhenReplaced()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
