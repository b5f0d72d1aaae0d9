#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace vip::sandbox {

// Pseudo-random numbers, the same in every run and on every machine (SplitMix64; the distributions
// of the standard library differ between implementations).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_{seed} {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31U);
  }
  // 0 to bound - 1. Draw one number in a statement: the order in which the arguments of a call are
  // evaluated is the compiler's.
  std::size_t below(std::size_t bound) {
    return bound == 0 ? 0 : static_cast<std::size_t>(next() % bound);
  }
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::size_t>(high - low + 1)));
  }
  bool chance(unsigned percent) { return below(100) < percent; }
  // From 0 to below 1.
  double part() { return static_cast<double>(next() >> 11U) / 9007199254740992.0; }
  template <class T>
  const T& pick(std::span<const T> choices) {
    return choices[below(choices.size())];
  }
  // Each as often as its member `share` says, in relation to the others.
  template <class T>
  const T& weighted(std::span<const T> choices, unsigned T::*share) {
    std::size_t all = 0;
    for (const T& choice : choices) all += choice.*share;
    std::size_t drawn = below(all);
    for (const T& choice : choices) {
      if (drawn < choice.*share) return choice;
      drawn -= choice.*share;
    }
    return choices.back();
  }

 private:
  std::uint64_t state_;
};

}  // namespace vip::sandbox
