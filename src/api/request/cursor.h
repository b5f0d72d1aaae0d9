#pragma once

#include <openssl/evp.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/request/raw_parameters.h"
#include "core/uuid.h"
#include "store/query.h"

namespace vip {

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// What a cursor carries: whose traversal it is, its query and the row that it has reached.
struct CursorState {
  Uuid tenant, client;
  std::string path;  // with its ids
  std::vector<RawParameter>
      parameters;  // filters, sort, q: all that makes the rows and their order
  std::int64_t size = 20;
  Keyset position;
};

// Seals cursors with AES-256-SIV (RFC 5297): they stand in URLs, and filters and positions can be
// personal data. The same state is sealed to the same text. A key that outlives the process makes
// cursors that never expire. Any thread.
class CursorSealer {
 public:
  static constexpr std::size_t kKeySize = 64;
  explicit CursorSealer(std::string_view key);

  std::string seal(const CursorState& state) const;
  std::optional<CursorState> open(
      std::string_view cursor) const;  // none: not one that was given out

 private:
  CipherContext sealing_, opening_;
};

}  // namespace vip
