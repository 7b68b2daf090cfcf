import type { ThemeConfig } from 'antd'

/** Contrast of text on its ground is at least 4.5 : 1 (WCAG 2.2 AA), also for secondary text. */
export const theme: ThemeConfig = {
  cssVar: { key: 'lpg' },
  hashed: false,
  token: {
    // A button's spinner stayed for ever when the answer came before its entrance had ended; and hands in gloves wait for no curtain.
    motion: false,
    colorPrimary: '#0f6177',
    colorLink: '#0f6177',
    colorSuccess: '#156c3f',
    colorWarning: '#8a5200',
    colorError: '#b3261e',
    colorSuccessBg: '#e4f3ea',
    colorSuccessBorder: '#9ccfb1',
    colorWarningBg: '#fff3dd',
    colorWarningBorder: '#e3c07f',
    colorErrorBg: '#fdeae8',
    colorErrorBorder: '#eab1ac',
    colorInfo: '#0f6177',
    colorInfoBg: '#e3f0f4',
    colorInfoBorder: '#9cc3d0',
    colorText: '#1d2733',
    colorTextSecondary: '#4b5763',
    colorTextTertiary: '#56616e',
    colorTextDescription: '#4b5763',
    colorTextPlaceholder: '#667280',
    borderRadius: 8,
    fontSize: 14,
    fontFamily: 'inherit',
    controlHeight: 36,
  },
  components: {
    Layout: { headerBg: '#ffffff', siderBg: '#0f3b47', bodyBg: '#f3f5f7', headerPadding: '0 16px' },
    Menu: {
      darkItemBg: '#0f3b47',
      darkItemSelectedBg: '#0f6177',
      // Some thirty entries for an office: the narrowest that a finger still hits (WCAG 2.5.8: 24 px).
      itemHeight: 32,
      itemMarginBlock: 2,
      groupTitleFontSize: 12,
    },
    // On the page's own grey the choices that stand side by side would run into one row.
    Segmented: { trackBg: '#e3e9ed' },
    Table: { cellPaddingBlockMD: 10, headerBg: '#eef2f5' },
  },
}
