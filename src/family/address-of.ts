import type { FastifyRequest } from 'fastify';

/** Whom a limit counts: an address, or the whole /64 from which an IPv6 customer may send. */
export function addressOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  return ip.includes(':') && !ip.includes('.') ? ip.split(':').slice(0, 4).join(':') : ip;
}
