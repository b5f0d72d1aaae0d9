#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/request/cursor.h"
#include "api/request/raw_parameters.h"
#include "api/request/request_schemas.h"
#include "api/response/json_view.h"
#include "core/local_zone.h"
#include "core/result.h"
#include "platform/directory.h"

namespace vip {

// What a response shows of a record: the caller's view, as it was narrowed, and what is embedded.
struct RecordShape {
  std::shared_ptr<const View> view;
  std::vector<Include> includes;
  bool chosen_fields = false;  // by `fields`
};

// What `total` asks for.
enum class TotalWanted : std::uint8_t { bounded, exact, none };

// A list as asked for: the rows, their order, the page and the shape of the response.
struct ListQuery {
  Query query;
  RecordShape shape;
  std::int64_t page = 1;
  std::int64_t size = 20;
  TotalWanted total = TotalWanted::bounded;
  bool by_cursor = false;
  bool whole = false;       // a library without page and size: all of it, no page members
  bool filtered = false;    // more than the default hiding of deactivated records
  bool hidden_too = false;  // deactivated, archived, deleted and omitted records are in it
  std::vector<RawParameter> traversal;  // the parameters that a cursor carries on

  // The conditions of a legacy list: those on the legacy id, which all its rows have.
  std::vector<Condition> legacy_conditions(const Field& legacy) const;
};

// Who asks, for what: the parts of a list's meaning that stand outside its parameters.
struct ListCaller {
  const ScopeSet* scopes = nullptr;
  Uuid tenant, client, business;
  std::string path;           // with its ids: a cursor belongs to it
  bool only_hidden = false;   // of a list of what others leave out
  std::string region = "GB";  // the tenant's, where telephone numbers are dialled
};

class ListReading;

// Reads the parameters of one operation by the schema of those that it takes.
class ListReader {
 public:
  ListReader(const QuerySchema& schema, const CursorSealer& sealer, const Views& views,
             bool in_body, const LocalZone& zone)
      : schema_{schema},
        resource_{*schema.resource},
        sealer_{sealer},
        views_{views},
        in_body_{in_body},
        zone_{zone} {}

  Result<ListQuery> read(std::vector<RawParameter> given, const ListCaller& caller) const;
  // `fields` and `include` of a read of one record.
  Result<RecordShape> read_shape(const std::vector<RawParameter>& given,
                                 const ScopeSet& scopes) const;

 private:
  void check_names(const std::vector<RawParameter>& given, ListReading& reading) const;
  void continue_traversal(std::vector<RawParameter>& given, ListReading& reading,
                          const ListCaller& caller) const;
  void hide_by_default(ListReading& reading, bool only_hidden) const;
  Result<RecordShape> make_shape(ListReading& reading, const ScopeSet& scopes) const;
  std::optional<Problem> personal_error(ListReading reading, const ScopeSet& scopes) const;

  const QuerySchema& schema_;
  const Resource& resource_;
  const CursorSealer& sealer_;
  const Views& views_;
  bool in_body_;
  const LocalZone& zone_;
};

}  // namespace vip
