#pragma once

#include <concepts>
#include <stdexcept>

// Whole numbers whose arithmetic never wraps around. A result that does not fit stays marked as
// such through all that is computed from it, so that a formula is written as usual and asked once,
// at its end, whether it holds.
//
// Why not exceptions: that an amount is too large is an answer to the caller, as any refusal is.

namespace vip {

template <class Int>
class Checked {
 public:
  constexpr Checked() = default;
  // Implicit, so that formulas may name plain numbers.
  constexpr Checked(Int value) : value_{value} {}  // NOLINT(google-explicit-constructor)
  template <std::integral Narrow>
  // NOLINTNEXTLINE(google-explicit-constructor)
  requires(sizeof(Narrow) < sizeof(Int)) constexpr Checked(Narrow value) : value_{value} {}
  // A wider number keeps the mark of a narrower one.
  template <class Narrow>
  // NOLINTNEXTLINE(google-explicit-constructor)
  requires(sizeof(Narrow) < sizeof(Int)) constexpr Checked(const Checked<Narrow>& narrow)
      : value_{narrow.fits() ? Int{narrow.value()} : Int{0}}, fits_{narrow.fits()} {}

  static constexpr Checked too_large() {
    Checked marked;
    marked.fits_ = false;
    return marked;
  }

  constexpr bool fits() const { return fits_; }
  // Only of one that fits: to go on with a wrong number would be worse than to stop.
  constexpr Int value() const {
    if (!fits_) throw std::logic_error("a number that does not fit has no value");
    return value_;
  }
  constexpr Int value_or(Int otherwise) const { return fits_ ? value_ : otherwise; }
  constexpr bool within(Int least, Int most) const {
    return fits_ && value_ >= least && value_ <= most;
  }

  friend constexpr Checked operator+(Checked a, Checked b) {
    Checked sum;
    sum.fits_ = !__builtin_add_overflow(a.value_, b.value_, &sum.value_) && a.fits_ && b.fits_;
    return sum;
  }
  friend constexpr Checked operator-(Checked a, Checked b) {
    Checked difference;
    difference.fits_ =
        !__builtin_sub_overflow(a.value_, b.value_, &difference.value_) && a.fits_ && b.fits_;
    return difference;
  }
  friend constexpr Checked operator*(Checked a, Checked b) {
    Checked product;
    product.fits_ =
        !__builtin_mul_overflow(a.value_, b.value_, &product.value_) && a.fits_ && b.fits_;
    return product;
  }
  constexpr Checked operator-() const { return Checked{Int{0}} - *this; }
  constexpr Checked& operator+=(Checked other) { return *this = *this + other; }
  constexpr Checked& operator-=(Checked other) { return *this = *this - other; }
  constexpr Checked& operator*=(Checked other) { return *this = *this * other; }

  // Two that do not fit are equal: neither has a value.
  friend constexpr bool operator==(const Checked& a, const Checked& b) {
    return a.fits_ == b.fits_ && (!a.fits_ || a.value_ == b.value_);
  }

 private:
  Int value_{0};
  bool fits_ = true;
};

}  // namespace vip
