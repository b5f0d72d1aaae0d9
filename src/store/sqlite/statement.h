#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "core/uuid.h"
#include "core/value.h"
#include "store/cell.h"
#include "store/sqlite/table_set.h"

struct sqlite3_stmt;

// A prepared statement on loan from its connection's cache. When the loan ends, it goes back, reset
// and without bindings, so that no read transaction or value outlives its use.

namespace vip::sqlite {

struct CachedStatement {
  sqlite3_stmt* handle = nullptr;
  std::uint64_t used = 0;  // the cache's clock at the last loan
  bool on_loan = false;
  bool cached = true;  // false: a second loan of the same text, finalized when it ends
  TableSet reads, writes;
};

class Statement {
 public:
  explicit Statement(CachedStatement* entry) : entry_{entry} {}
  Statement(Statement&& other) noexcept : entry_{std::exchange(other.entry_, nullptr)} {}
  Statement& operator=(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { give_back(); }

  // Parameters count from 1, columns from 0. Values are copied.
  void bind(int parameter, std::int64_t number);
  void bind(int parameter, std::string_view text);
  void bind(int parameter, const Uuid& id);
  void bind(int parameter, std::span<const Uuid> ids);  // for carray()
  template <std::same_as<Value> Kept>                   // not for types that convert to a Value
  void bind(int parameter, const Kept& value) {
    bind_value(parameter, value);
  }
  void bind_null(int parameter);
  void bind_all(std::span<const Value> values);
  template <class... Values>
  Statement& with(const Values&... values) {
    int parameter = 0;
    (bind(++parameter, values), ...);
    return *this;
  }

  // True: a row is available. Throws StoreError; DeadlineExceeded or SnapshotEnded if interrupted.
  bool step();
  void run();  // steps to the end and resets, so that it can be bound again
  void reset();

  // Throws StoreError if a text is not UTF-8.
  Cell cell(int column) const;
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view bytes(int column) const;  // text or blob; valid until the next step
  Uuid uuid(int column) const;

 private:
  void bind_value(int parameter, const Value& value);
  void give_back() noexcept;
  CachedStatement* entry_;
};

}  // namespace vip::sqlite
