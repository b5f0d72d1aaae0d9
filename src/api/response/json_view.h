#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/record.h"
#include "schema/parameters.h"
#include "store/store.h"

namespace vip {

// Which fields of a resource an answer shows, with the bytes that stand before each: the plan by
// which rows are written straight into the answer.
struct View {
  struct Column {
    const Field* field = nullptr;
    std::string prefix;  // `{"contact-uuid":` or `,"last-name":`
  };
  const Resource* resource = nullptr;
  std::vector<Column> columns;
  std::string digest;    // empty: the plain full view
  bool expires = false;  // shows a state that the day decides
  bool pii = false;      // shows personal data: answers must not be stored
};

// All fields (without the personal ones unless `personal`), or of these the named ones and the id.
View make_view(const Resource& resource, bool pii, const std::vector<const Field*>* only = nullptr);

// Legacy id and id: the rows of a legacy list.
View make_legacy_view(const Resource& resource);

// The two plain views of every resource, made once.
class Views {
 public:
  explicit Views(const Catalogue& catalogue);
  const std::shared_ptr<const View>& of(const Resource& resource, bool pii) const;

 private:
  struct Pair {
    std::shared_ptr<const View> open, pii;
  };
  std::unordered_map<const Resource*, Pair> pairs_;
};

// The strong entity tag of a version seen through a view, with quotes.
std::string entity_tag(const View& view, std::int64_t version);

// Writes an object without its closing brace, so that more members may follow.
void open_object(std::string& out, const View& view, const RowReader& row);
void open_object(std::string& out, const View& view, const Record& record);

}  // namespace vip
