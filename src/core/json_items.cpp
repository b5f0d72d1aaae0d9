// A second use of the event parser: what surrounds the items is checked event by event, and each
// item is built as a tree and then released.

#include "core/json_items.h"

#include <fmt/format.h>

#include "core/json_tree.h"

namespace vip::json {
namespace {

namespace bj = boost::json;

constexpr std::size_t kAround = 2;  // levels: the object and the list

class ItemBuilder {
 public:
  using Error = bj::error_code;
  using Text = bj::string_view;
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  ItemBuilder(std::string member, std::int64_t most, Limits item, ItemReader::Visit visit)
      : member_{std::move(member)}, most_{most}, visit_{std::move(visit)}, tree_{item} {}

  const std::string& refusal() const { return tree_.refusal(); }
  std::int64_t count() const { return count_; }
  // What the error is, and where: that of grammar unless the JSON is valid and of another form.
  ErrorCode code() const { return code_; }
  std::string pointer() const {
    if (!pointer_.empty() || place_ != Place::item) return pointer_;
    return within_ ? fmt::format("/{}/{}", member_, count_) : "/" + member_;
  }

  static bool on_document_begin(Error&) { return true; }
  static bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error& error) {
    if (place_ == Place::item) return in_item(tree_.on_object_begin(error), error);
    if (place_ != Place::document) return misplaced(error);
    place_ = Place::object;
    return true;
  }
  bool on_object_end(std::size_t size, Error& error) {
    if (place_ == Place::item) return in_item(tree_.on_object_end(size, error), error);
    if (!seen_)
      return refuse_form(errors::required, "/" + member_,
                         fmt::format("the member \"{}\" is missing", member_), error);
    place_ = Place::document;
    return true;
  }
  bool on_array_begin(Error& error) {
    if (place_ == Place::item) return in_item(tree_.on_array_begin(error), error);
    if (place_ != Place::member) return misplaced(error);
    place_ = Place::item;
    return true;
  }
  bool on_array_end(std::size_t size, Error& error) {
    if (place_ == Place::item && !within_) {
      place_ = Place::object;
      return true;
    }
    return in_item(tree_.on_array_end(size, error), error);
  }
  bool on_key_part(Text part, std::size_t size, Error& error) {
    if (place_ == Place::item) return tree_.on_key_part(part, size, error);
    name_.append(part.data(), part.size());
    return name_.size() <= member_.size() || unknown(error);
  }
  bool on_key(Text part, std::size_t size, Error& error) {
    if (place_ == Place::item) return tree_.on_key(part, size, error);
    name_.append(part.data(), part.size());
    if (name_ != member_) return unknown(error);
    if (seen_) return refuse("the object has two members of one name", error);
    name_.clear();
    seen_ = true;
    place_ = Place::member;
    return true;
  }
  bool on_string_part(Text part, std::size_t size, Error& error) {
    return place_ == Place::item ? tree_.on_string_part(part, size, error) : misplaced(error);
  }
  bool on_string(Text part, std::size_t size, Error& error) {
    return scalar(error, [&] { return tree_.on_string(part, size, error); });
  }
  bool on_number_part(Text part, Error& error) {
    return place_ == Place::item ? tree_.on_number_part(part, error) : misplaced(error);
  }
  bool on_int64(std::int64_t value, Text part, Error& error) {
    return scalar(error, [&] { return tree_.on_int64(value, part, error); });
  }
  bool on_uint64(std::uint64_t value, Text part, Error& error) {
    return scalar(error, [&] { return tree_.on_uint64(value, part, error); });
  }
  bool on_double(double value, Text part, Error& error) {
    return scalar(error, [&] { return tree_.on_double(value, part, error); });
  }
  bool on_bool(bool value, Error& error) {
    return scalar(error, [&] { return tree_.on_bool(value, error); });
  }
  bool on_null(Error& error) {
    return scalar(error, [&] { return tree_.on_null(error); });
  }
  static bool on_comment_part(Text, Error&) { return true; }
  static bool on_comment(Text, Error&) { return true; }

 private:
  enum class Place : std::uint8_t { document, object, member, item };

  bool refuse(std::string why, Error& error) { return tree_.refuse(std::move(why), error); }
  bool refuse_form(ErrorCode code, std::string pointer, std::string why, Error& error) {
    code_ = code;
    pointer_ = std::move(pointer);
    return refuse(std::move(why), error);
  }
  bool misplaced(Error& error) {
    return refuse_form(
        errors::invalid_type, place_ == Place::member ? "/" + member_ : std::string{},
        fmt::format("expected an object whose one member \"{}\" is a list", member_), error);
  }
  // Of a name that may go on, and be of any length, no part is told.
  bool unknown(Error& error) {
    return refuse_form(errors::unknown_field, {}, fmt::format("the only member is \"{}\"", member_),
                       error);
  }
  template <class Event>
  bool scalar(Error& error, const Event& event) {
    return place_ == Place::item ? in_item(event(), error) : misplaced(error);
  }
  // After an event inside the list: passes the item on once it is complete.
  bool in_item(bool taken, Error& error) {
    if (!taken) return false;
    within_ = !tree_.is_whole();
    if (within_) return true;
    if (++count_ > most_) {
      return refuse_form(
          errors::too_many_items, "/" + member_,
          fmt::format("the list has more than {} entries, the most that are accepted", most_),
          error);
    }
    visit_(count_, tree_.take());
    return true;
  }

  const std::string member_;
  const std::int64_t most_;
  const ItemReader::Visit visit_;
  TreeBuilder tree_;
  std::string name_;
  Place place_ = Place::document;
  bool within_ = false;  // inside an item
  bool seen_ = false;
  ErrorCode code_ = errors::invalid_json;
  std::string pointer_;
  std::int64_t count_ = 0;
};

bj::parse_options options_for(const Limits& item) {
  bj::parse_options options;
  options.max_depth = item.depth + kAround;
  return options;
}

}  // namespace

struct ItemReader::State {
  State(std::string member, std::int64_t most, Limits item, Visit visit)
      : depth{item.depth + kAround},
        parser{options_for(item), std::move(member), most, item, std::move(visit)} {}

  Check read(bool more, std::string_view piece) {
    bj::error_code error;
    const std::size_t used = parser.write_some(more, piece.data(), piece.size(), error);
    if (!error && used < piece.size()) error = bj::error::extra_data;
    if (!error) {
      offset += used;
      return {};
    }
    const ItemBuilder& built = parser.handler();
    const std::string why = describe(error, built.refusal(), depth);
    std::string message =
        built.code() == errors::invalid_json
            ? fmt::format("The JSON is not accepted at byte {}: {}.", offset + used, why)
            : fmt::format("The body: {}.", why);
    return fail(at_pointer(built.pointer(), built.code(), std::move(message)));
  }

  // The first bytes, without a byte order mark, which may arrive in pieces.
  Check read_start(bool more, std::string_view piece) {
    start.append(piece);
    if (more && start.size() < kByteOrderMark.size() && kByteOrderMark.starts_with(start))
      return {};
    at_start = false;
    if (start.starts_with(kByteOrderMark)) offset = kByteOrderMark.size();
    const auto rest = std::string_view{start}.substr(offset);
    return rest.empty() ? Check{} : read(true, rest);
  }

  std::size_t depth;
  bj::basic_parser<ItemBuilder> parser;
  std::uint64_t offset = 0;
  bool at_start = true;
  std::string start;
};

ItemReader::ItemReader(std::string member, std::int64_t most, Limits item, Visit visit)
    : state_{std::make_unique<State>(std::move(member), most, item, std::move(visit))} {}
ItemReader::~ItemReader() = default;

Check ItemReader::feed(std::string_view piece) {
  if (state_->at_start) return state_->read_start(true, piece);
  return piece.empty() ? Check{} : state_->read(true, piece);
}

Check ItemReader::finish() {
  if (state_->at_start)
    if (auto begun = state_->read_start(false, {}); !begun) return begun;
  return state_->read(false, {});
}

std::int64_t ItemReader::count() const { return state_->parser.handler().count(); }

}  // namespace vip::json
