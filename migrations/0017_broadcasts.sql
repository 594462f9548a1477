-- Two facts about what went out: that a sender was told which deliveries of his notice failed in the end (once a notice), and
-- how many mass tasks a customer group got this month, by an index of its own. Takes the tables for a moment. Undo by hand:
-- drop the column and the index.

alter table notices add column failures_told_at timestamptz;
create index deliveries_mass_quota on deliveries (platform_target, created_at) where channel = 'wecom_customer_group';
