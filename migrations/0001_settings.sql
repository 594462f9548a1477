-- Facts about this installation (where the domain's clock stands, whether the demo was seeded) and the platform token that
-- all processes share. New tables only, no locks on anything else. Undo by hand: drop both tables.

create table settings (
  setting_key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

create table platform_tokens (
  platform text not null,
  account text not null,
  token_sealed text,
  expires_at timestamptz,
  -- Who refreshes, and until when the others wait for it (database clock).
  refresh_token uuid,
  refreshing_until timestamptz,
  -- Set when the platform refused the credentials themselves: nobody asks again until the fingerprint changes.
  secret_fingerprint text,
  stopped_code text,
  stopped_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (platform, account)
);
