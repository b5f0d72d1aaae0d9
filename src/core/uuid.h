#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace vip {

// A UUID (RFC 9562) as its 16 bytes.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
  bool is_nil() const { return *this == Uuid{}; }
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), 16}; }
};

// Parses the 36-character form, in any case; no other form (no braces, no urn:).
std::optional<Uuid> parse_uuid(std::string_view text);
std::string to_string(const Uuid& id);  // lower-case
void append(std::string& out, const Uuid& id);

// Version 7: milliseconds since the epoch, then a counter that keeps the ids of one process in
// order, then random bits.
Uuid make_uuid_v7(std::int64_t unix_milliseconds);
Uuid make_uuid_v7();  // of the current time
Uuid make_uuid_v4();
// Version 5 (SHA-1) in the platform's namespace: the same name always has the same id.
Uuid make_uuid_v5(std::string_view name);

}  // namespace vip

template <>
struct std::hash<vip::Uuid> {
  std::size_t operator()(const vip::Uuid& id) const noexcept {
    return std::hash<std::string_view>{}(id.view());
  }
};
