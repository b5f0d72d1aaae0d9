#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/request/cursor.h"
#include "api/request/raw_parameters.h"
#include "api/response/json_view.h"
#include "auth/caller.h"
#include "core/result.h"
#include "schema/parameters.h"

namespace vip {

// What a view of records may show to a caller, and how it was narrowed.
struct ViewCommand {
  std::shared_ptr<const View> view;
  std::vector<Include> includes;
  bool chosen_fields = false;  // by `fields`
};

// A list as asked for: the rows, their order, the page and the shape of the answer.
struct ListCommand {
  enum class Total : std::uint8_t { bounded, exact, none };
  Query query;
  ViewCommand shape;
  std::int64_t page = 1;
  std::int64_t size = 20;
  Total total = Total::bounded;
  bool by_cursor = false;
  bool whole = false;              // a library without page and size: all of it, no page members
  bool filtered = false;           // more than the default hiding of deactivated records
  bool hidden_too = false;         // deactivated and archived records are in it
  std::vector<RawParameter> walk;  // the parameters that a cursor carries on

  // The conditions of a legacy list: those on the legacy id, which all its rows have.
  std::vector<Condition> legacy_conditions(const Field& legacy) const;
};

// Who asks, for what: the parts of a list's meaning that stand outside its parameters.
struct ListCaller {
  const ScopeSet* scopes = nullptr;
  Uuid tenant, client, business;
  std::string path;  // with its ids: a cursor belongs to it
};

class ListReading;

// Parameters of one operation of a resource, by the table of those that it takes.
class ListReader {
 public:
  ListReader(const Resource& resource, const std::vector<QueryParameter>& known,
             const CursorSealer& sealer, const Views& views, bool in_body)
      : resource_{resource}, known_{known}, sealer_{sealer}, views_{views}, in_body_{in_body} {}

  Result<ListCommand> read(std::vector<RawParameter> given, const ListCaller& caller) const;
  // `fields` and `include` of a read of one thing.
  Result<ViewCommand> read_view(const std::vector<RawParameter>& given,
                                const ScopeSet& scopes) const;

 private:
  void check_names(const std::vector<RawParameter>& given, ListReading& reading) const;
  void continue_walk(std::vector<RawParameter>& given, ListReading& reading,
                     const ListCaller& caller) const;
  void hide_by_default(ListCommand& command) const;
  Result<ViewCommand> make_shape(ListReading& reading, const ScopeSet& scopes) const;
  std::optional<Problem> personal_error(ListReading reading, const ScopeSet& scopes) const;

  const Resource& resource_;
  const std::vector<QueryParameter>& known_;
  const CursorSealer& sealer_;
  const Views& views_;
  bool in_body_;
};

// Whether the caller may see personal data of a resource.
bool may_see_personal(const Resource& resource, const ScopeSet& scopes);

}  // namespace vip
