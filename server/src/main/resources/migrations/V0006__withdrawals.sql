-- An operator can take credits back: out of what can be spent, with a reason in the audit.

ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_moves;
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_moves CHECK (
    (kind, from_account, to_account) IN (
        ('grant', 'granted', 'available'),
        ('hold', 'available', 'held'),
        ('capture', 'held', 'captured'),
        ('release', 'held', 'available'),
        ('expire', 'available', 'expired'),
        ('withdraw', 'available', 'expired')));
