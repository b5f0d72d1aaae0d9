#include "domains/communications/actions/media_container.h"

#include <algorithm>
#include <array>
#include <optional>

namespace vip::domains {
namespace {

using std::string_view_literals::operator""sv;

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

struct Box {
  std::string_view type;
  std::string_view content;  // as far as it is in the beginning
  std::uint64_t size = 0;    // with its header
};

// A box (in QuickTime: an atom) at the front. Size 1 stands for a size of 64 bits, 0 for the rest
// of the file.
std::optional<Box> box_at(std::string_view bytes) {
  constexpr std::size_t header = 8;
  constexpr std::size_t long_header = 16;
  if (bytes.size() < header) return std::nullopt;
  Box box{bytes.substr(4, 4), {}, big_endian(bytes.substr(0, 4))};
  std::size_t begin = header;
  if (box.size == 1) {
    if (bytes.size() < long_header) return std::nullopt;
    box.size = big_endian(bytes.substr(header, 8));
    begin = long_header;
  } else if (box.size == 0) {
    box.size = UINT64_MAX;
  }
  if (box.size < begin) return std::nullopt;
  box.content = bytes.substr(
      begin, static_cast<std::size_t>(std::min<std::uint64_t>(box.size - begin, bytes.size())));
  return box;
}

constexpr std::array kHeifBrands{"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv,
                                 "hevm"sv, "hevs"sv, "mif1"sv, "mif2"sv, "msf1"sv};
constexpr std::array kMp4Brands{
    "isom"sv, "iso2"sv, "iso3"sv, "iso4"sv, "iso5"sv, "iso6"sv, "iso7"sv, "iso8"sv, "iso9"sv,
    "isoa"sv, "isob"sv, "isoc"sv, "mp41"sv, "mp42"sv, "mp71"sv, "avc1"sv, "hvc1"sv, "hev1"sv,
    "M4V "sv, "M4VH"sv, "M4VP"sv, "MSNV"sv, "dash"sv, "cmfc"sv, "cmf2"sv, "f4v "sv, "F4V "sv,
    "mmp4"sv, "XAVC"sv, "3gp4"sv, "3gp5"sv, "3gp6"sv, "3gp7"sv, "3g2a"sv, "3g2b"sv, "3g2c"sv};
constexpr std::array kAudioBrands{"M4A "sv, "M4B "sv, "F4A "sv, "isom"sv, "mp41"sv, "mp42"sv};
constexpr std::array kQuickTimeBrands{"qt  "sv};

bool is_brand_of(std::string_view brand, IsoMedia kind) {
  const auto in = [brand](const auto& brands) {
    return std::ranges::find(brands, brand) != brands.end();
  };
  switch (kind) {
    case IsoMedia::heif:
      return in(kHeifBrands);
    case IsoMedia::mp4:
      return in(kMp4Brands);
    case IsoMedia::audio:
      return in(kAudioBrands);
    case IsoMedia::quicktime:
      return in(kQuickTimeBrands);
  }
  return false;
}

}  // namespace

bool has_brand_of(std::string_view beginning, IsoMedia kind) {
  constexpr int most_before = 8;  // free space may stand before the file type
  for (int i = 0; i < most_before; ++i) {
    const auto box = box_at(beginning);
    if (!box) return false;
    if (box->type == "ftyp") {
      // The major brand, its version, and the compatible brands.
      for (std::size_t at = 0; at + 4 <= box->content.size(); at += 4)
        if (at != 4 && is_brand_of(box->content.substr(at, 4), kind)) return true;
      return false;
    }
    const bool passable = box->type == "free" || box->type == "skip" || box->type == "wide";
    if (!passable || box->size >= beginning.size()) return false;
    beginning.remove_prefix(static_cast<std::size_t>(box->size));
  }
  return false;
}

bool is_old_quicktime(std::string_view beginning) {
  constexpr std::array atoms{"wide"sv, "mdat"sv, "moov"sv, "free"sv, "skip"sv,
                             "pnot"sv, "PICT"sv, "uuid"sv, "junk"sv};
  bool found = false;
  while (beginning.size() >= 8) {
    const auto box = box_at(beginning);
    if (!box || std::ranges::find(atoms, box->type) == atoms.end()) return false;
    found = true;
    if (box->size >= beginning.size()) break;
    beginning.remove_prefix(static_cast<std::size_t>(box->size));
  }
  return found;
}

bool begins_with_mpeg_audio(std::string_view beginning) {
  if (beginning.starts_with("ID3")) return true;
  if (beginning.size() < 4 || beginning[0] != '\xff') return false;
  const auto second = static_cast<unsigned char>(beginning[1]);
  const auto third = static_cast<unsigned char>(beginning[2]);
  // Eleven bits of synchronisation; version, layer, bit rate and sampling rate are not reserved.
  const bool version = (second & 0x18U) != 0x08;
  const bool layer = (second & 0x06U) != 0;
  return (second & 0xe0U) == 0xe0 && version && layer && (third & 0xf0U) != 0xf0 &&
         (third & 0x0cU) != 0x0c;
}

}  // namespace vip::domains
