// UUIDs: their text form and versions 4, 5 and 7 of RFC 9562.
//
// Why version 7 for records: ids that are made one after another are adjacent in an index, and
// lists are in order of creation by default. One atomic number holds the last time and counter, so
// threads never wait for each other.

#include "core/uuid.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include "core/bytes.h"
#include "core/quoted.h"

namespace vip {
namespace {

constexpr std::size_t kTextSize = 36;
constexpr std::uint8_t kNoDigit = 0xff;

// The namespace of the ids that the platform derives from names.
constexpr Uuid kNamespace{{0x77, 0xfb, 0x7f, 0x03, 0x8f, 0xf2, 0x44, 0x0f,  //
                           0xab, 0x08, 0x90, 0x11, 0x2e, 0x70, 0x98, 0x69}};

constexpr std::array<std::uint8_t, 256> kHexValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::uint8_t i = 0; i < 10; ++i) values['0' + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    values['a' + i] = static_cast<std::uint8_t>(10 + i);
    values['A' + i] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}();

constexpr std::array<std::array<char, 2>, 256> kHexPairs = [] {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kDigits[i >> 4U], kDigits[i & 15U]};
  return pairs;
}();

// These bytes follow a dash.
constexpr bool is_dash_before(std::size_t byte) {
  return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void stamp(Uuid& id, std::uint8_t version) {
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0fU) | (unsigned{version} << 4U));
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3fU) | 0x80U);
}

// Milliseconds and a 12-bit counter in one number that grows with every id. A clock that steps back
// by a few seconds does not break the order. A larger step back (or another clock, as in tests) is
// followed.
std::uint64_t next_tick(std::int64_t unix_milliseconds) {
  constexpr int kCounterBits = 12;
  constexpr std::uint64_t kLargestStepBack = std::uint64_t{10'000} << kCounterBits;
  static std::atomic<std::uint64_t> last{0};

  const std::uint64_t now = static_cast<std::uint64_t>(std::max<std::int64_t>(unix_milliseconds, 0))
                            << kCounterBits;
  std::uint64_t before = last.load(std::memory_order_relaxed);
  std::uint64_t next = 0;
  do {
    next = before >= now && before - now < kLargestStepBack ? before + 1 : now;
  } while (!last.compare_exchange_weak(before, next, std::memory_order_relaxed));
  return next;
}

}  // namespace

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != kTextSize) return std::nullopt;
  Uuid id;
  std::size_t at = 0;
  for (std::size_t byte = 0; byte < id.bytes.size(); ++byte) {
    if (is_dash_before(byte) && text[at++] != '-') return std::nullopt;
    const std::uint8_t high = kHexValues[static_cast<std::uint8_t>(text[at++])];
    const std::uint8_t low = kHexValues[static_cast<std::uint8_t>(text[at++])];
    if (high == kNoDigit || low == kNoDigit) return std::nullopt;
    id.bytes[byte] = static_cast<std::uint8_t>((high << 4U) | low);
  }
  return id;
}

namespace {

template <std::size_t from, std::size_t to>
char* write_bytes(char* at, const Uuid& id) {
  for (std::size_t byte = from; byte < to; ++byte, at += 2)
    std::memcpy(at, kHexPairs[id.bytes[byte]].data(), 2);
  return at;
}

void write(char* at, const Uuid& id) {
  at = write_bytes<0, 4>(at, id);
  *at++ = '-';
  at = write_bytes<4, 6>(at, id);
  *at++ = '-';
  at = write_bytes<6, 8>(at, id);
  *at++ = '-';
  at = write_bytes<8, 10>(at, id);
  *at++ = '-';
  write_bytes<10, 16>(at, id);
}

}  // namespace

void append(std::string& out, const Uuid& id) {
  std::array<char, kTextSize> text;
  write(text.data(), id);
  out.append(text.data(), text.size());
}

void append_quoted(std::string& out, const Uuid& id) {
  std::array<char, kTextSize + 2> text;
  text.front() = '"';
  write(text.data() + 1, id);
  text.back() = '"';
  out.append(text.data(), text.size());
}

std::string to_string(const Uuid& id) {
  std::string out;
  append(out, id);
  return out;
}

Uuid make_uuid_v7(std::int64_t unix_milliseconds) {
  const std::uint64_t tick = next_tick(unix_milliseconds);
  const std::uint64_t milliseconds = tick >> 12U;
  Uuid id;
  for (std::size_t i = 0; i < 6; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
  id.bytes[6] = static_cast<std::uint8_t>((tick >> 8U) & 0x0fU);
  id.bytes[7] = static_cast<std::uint8_t>(tick);
  fill_with_public_random(id.bytes.data() + 8, 8);
  stamp(id, 7);
  return id;
}

Uuid make_uuid_v7() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return make_uuid_v7(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

Uuid make_uuid_v4() {
  Uuid id;
  fill_with_public_random(id.bytes.data(), id.bytes.size());
  stamp(id, 4);
  return id;
}

Uuid make_uuid_v5(std::string_view name) {
  std::string input{kNamespace.view()};
  input += name;
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<const unsigned char*>(input.data()), input.size(), digest.data());
  Uuid id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  stamp(id, 5);
  return id;
}

}  // namespace vip
