/**
 * TLS 1.2 and 1.3, forward secrecy and authenticated encryption only (RFC 9325, OWASP ASVS 9.1). Without their names Node would switch
 * TLS 1.3 off.
 */
export const tlsProfile = {
  minVersion: 'TLSv1.2',
  honorCipherOrder: true,
  ciphers:
    'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE+AESGCM:ECDHE+CHACHA20',
} as const
