/** A scribble, 160 × 48: what a customer of the demo drew on the courier's phone. PNG. */
export const demoSignature = Buffer.from(
  [
    'iVBORw0KGgoAAAANSUhEUgAAAKAAAAAwAQAAAAC+0kzDAAABB0lEQVR42uWSvW3DMBCFKbhgE4DIBCwyCAsv',
    'kjHS0YYLd9FKMlSo1Ao0VKSl4YYBCL28I2VDhrOB1Rz54fje/Ujhn0+9OOyUf4KzUpqn5NYwGzSS/wCTR+R7',
    '5dD5O4xMtkhvHjuLrCucGAzCl8e3QRTTBR6x54O2RQwVDoR9NmeeRlwXTYFTcj1wHnFZ4MhwCVRAbMX1nvl7',
    'QMvijNQncBCYNCx708iuwNNP7ZEwN5htgUFKin5mSvp0Ik2YPhhOmCkWqNIXmN8Z9gUeeJ2qu4yIYk76DuZa',
    'YUeHjTgEy9luKmS3eQvoXLawwOikTOyUWU/eSisIzcOOzHo/t20ekZ5XPLzo7/0Hnl1yKd5ceSoAAAAASUVO',
    'RK5CYII=',
  ].join(''),
  'base64',
)
