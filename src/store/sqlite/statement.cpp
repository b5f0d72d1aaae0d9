// Binding, stepping and reading of prepared statements.
//
// Why a separate layer: every call of the C interface that can fail is checked in one place, and an
// interrupted statement always becomes DeadlineExceeded or SnapshotEnded.

#include "store/sqlite/statement.h"

#include <sqlite3.h>
#include <sys/uio.h>

#include <cstring>
#include <vector>

#include "core/text.h"
#include "store/sqlite/database.h"
#include "store/store.h"

namespace vip::sqlite {

namespace {

void check(sqlite3_stmt* statement, int code) {
  if (code != SQLITE_OK) throw_error(sqlite3_db_handle(statement), code);
}

struct Binder {
  Statement& statement;
  int parameter;
  void operator()(std::monostate) const { statement.bind_null(parameter); }
  void operator()(std::int64_t number) const { statement.bind(parameter, number); }
  void operator()(const Uuid& id) const { statement.bind(parameter, id); }
  void operator()(const std::string& text) const {
    statement.bind(parameter, std::string_view{text});
  }
};

}  // namespace

Statement& Statement::operator=(Statement&& other) noexcept {
  if (this != &other) {
    give_back();
    entry_ = std::exchange(other.entry_, nullptr);
  }
  return *this;
}

void Statement::give_back() noexcept {
  if (entry_ == nullptr) return;
  if (!entry_->cached) {
    sqlite3_finalize(entry_->handle);
    delete entry_;
  } else {
    sqlite3_reset(entry_->handle);
    sqlite3_clear_bindings(entry_->handle);
    entry_->on_loan = false;
  }
  entry_ = nullptr;
}

void Statement::bind(int parameter, std::int64_t number) {
  check(entry_->handle, sqlite3_bind_int64(entry_->handle, parameter, number));
}

void Statement::bind(int parameter, std::string_view text) {
  check(entry_->handle, sqlite3_bind_text64(entry_->handle, parameter, text.data(), text.size(),
                                            SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int parameter, const Uuid& id) {
  check(entry_->handle, sqlite3_bind_blob(entry_->handle, parameter, id.bytes.data(),
                                          static_cast<int>(id.bytes.size()), SQLITE_TRANSIENT));
}

void Statement::bind(int parameter, std::span<const Uuid> ids) {
  std::vector<iovec> parts;
  parts.reserve(ids.size());
  for (const Uuid& id : ids)
    parts.push_back({const_cast<std::uint8_t*>(id.bytes.data()), id.bytes.size()});
  check(entry_->handle,
        sqlite3_carray_bind(entry_->handle, parameter, parts.data(), static_cast<int>(parts.size()),
                            SQLITE_CARRAY_BLOB, SQLITE_TRANSIENT));
}

void Statement::bind_value(int parameter, const Value& value) {
  std::visit(Binder{*this, parameter}, value);
}

void Statement::bind_null(int parameter) {
  check(entry_->handle, sqlite3_bind_null(entry_->handle, parameter));
}

void Statement::bind_all(std::span<const Value> values) {
  int parameter = 0;
  for (const Value& value : values) bind(++parameter, value);
}

bool Statement::step() {
  const int code = sqlite3_step(entry_->handle);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  if ((code & 0xff) == SQLITE_INTERRUPT) throw_interruption(sqlite3_db_handle(entry_->handle));
  throw_error(sqlite3_db_handle(entry_->handle), code);
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() { sqlite3_reset(entry_->handle); }

// By one look at the column: each call of the interface checks the statement again.
Cell Statement::cell(int column) const {
  sqlite3_value* const value = sqlite3_column_value(entry_->handle, column);
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return {};
  if (type == SQLITE_INTEGER) return {Cell::Kind::integer, sqlite3_value_int64(value), {}};
  // As bytes(): null for an empty blob.
  const auto* data = static_cast<const char*>(sqlite3_value_blob(value));
  const auto size = static_cast<std::size_t>(data == nullptr ? 0 : sqlite3_value_bytes(value));
  const std::string_view bytes{data, size};
  // All that was written is: the file is damaged, which SQLite does not notice inside of a value.
  if (type == SQLITE_TEXT && !is_valid_utf8(bytes))
    throw StoreError{SQLITE_CORRUPT, "a text in the file is not UTF-8"};
  return {Cell::Kind::bytes, 0, bytes};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(entry_->handle, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(entry_->handle, column);
}

std::string_view Statement::bytes(int column) const {
  // The blob accessor returns text as it is stored: the file's encoding is UTF-8, so nothing is
  // converted.
  const void* data = sqlite3_column_blob(entry_->handle, column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(entry_->handle, column))};
}

Uuid Statement::uuid(int column) const {
  Uuid id;
  const std::string_view view = bytes(column);
  if (view.size() == id.bytes.size()) std::memcpy(id.bytes.data(), view.data(), view.size());
  return id;
}

}  // namespace vip::sqlite
