package io.mediagate.credits;

/// A whole number of credits, zero or more. Prices and balances are never floating point.
public record Credits(long amount) implements Comparable<Credits> {
    public static final Credits ZERO = new Credits(0);

    public Credits {
        if (amount < 0) {
            throw new IllegalArgumentException("negative credits: " + amount);
        }
    }

    /// The sum; overflow is a bug and throws.
    public Credits plus(Credits other) {
        return new Credits(Math.addExact(amount, other.amount));
    }

    /// The difference; less than zero is a bug and throws.
    public Credits minus(Credits other) {
        return new Credits(amount - other.amount);
    }

    @Override
    public int compareTo(Credits other) {
        return Long.compare(amount, other.amount);
    }

    @Override
    public String toString() {
        return Long.toString(amount);
    }
}
