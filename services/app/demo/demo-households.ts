const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const GIVEN = [
  '秀英',
  '桂兰',
  '建军',
  '玉梅',
  '志强',
  '海燕',
  '淑珍',
  '国庆',
  '丽华',
  '振东',
  '春梅',
]
const STREETS = [
  '般阳路',
  '松龄东路',
  '松龄西路',
  '将军路',
  '吉祥路',
  '雁阳路',
  '淄城路',
  '留仙湖路',
]

/** The n-th household that the demo's second courier goes to; always the same one under the same number. */
export const demoHousehold = (n: number) => ({
  name: `${SURNAMES[n % SURNAMES.length]}${GIVEN[(n * 7) % GIVEN.length]}`,
  phone: `1380534${String(n).padStart(4, '0')}`,
  address: `淄川区${STREETS[(n * 3) % STREETS.length]} ${1 + ((n * 37) % 120)} 号 ${1 + (n % 4)} 单元 ${1 + (n % 6)}0${1 + (n % 2)}`,
})
