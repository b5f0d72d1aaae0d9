#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "api/request/list_query.h"
#include "api/response/response_context.h"

namespace vip {

// What `include` embeds in the records of a response. One query for each included relation reads it
// for all of them.
class Includes {
 public:
  Includes(const RecordShape& shape, const ResponseContext& context);

  // The records, in the order in which they are shown.
  void add(const RowReader& row);
  void add(const Record& record);
  // Reads what they embed. The response has `held` bytes already.
  void read(ReadSession& session, std::size_t held);
  std::size_t size() const;  // of all that was read, in bytes
  // The members of a record's object that embed others: `,"addresses":[…]`. Records count from 0.
  void append(std::string& out, std::size_t record) const;

 private:
  // A field of the records by which they embed: their own id, or a reference.
  struct Naming {
    const Field* field = nullptr;
    std::vector<std::optional<Uuid>> of_records;
    std::vector<Uuid> ids;            // those of all records: ascending, each once
    std::vector<std::size_t> places;  // in `ids`, of each record's; where it has none, the end

    void find_places();
  };
  // One relation: the rows that each of these ids embeds.
  struct Embedded {
    std::string prefix;  // `,"addresses":`
    std::size_t naming = 0;
    const View* view = nullptr;
    bool many = false;              // an array of rows; else a row, or null
    Query query;                    // for each of the ids
    std::string rows;               // as JSON, of one id after another
    std::vector<std::size_t> ends;  // in `rows`, of each id's
  };

  std::size_t naming_by(const Field& field);
  template <class ValueOf>
  void add_ids(const ValueOf& value_of);
  void read(ReadSession& session, Embedded& embedded, std::size_t held) const;
  void read_each(ReadSession& session, Embedded& embedded, std::size_t held) const;
  // The rows of one id: `next` finds one after another.
  template <class Next>
  void append_rows(Embedded& embedded, const RowReader& row, std::size_t held,
                   const Next& next) const;

  std::vector<Naming> namings_;
  std::vector<Embedded> all_;
  const ResponseContext& context_;
};

}  // namespace vip
