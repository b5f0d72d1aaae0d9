#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/data_context.h"
#include "schema/action.h"

// The contract between the engine and a domain's actions: what computes or acts, declared in
// actions/<name>.yaml, done in actions/<name>.cpp. Input has been checked against the declaration,
// references too.

namespace vip {

// The file that came with a call of an action that says `upload`.
struct UploadedFile {
  std::string file_name;       // without directories; empty when the caller gave none with it
  std::string media_type;      // as the caller says, in lower case; empty when it does not
  std::string_view beginning;  // the first 4 KiB, or all of it
  std::uint64_t size = 0;      // bytes; above 0
  std::string digest;          // SHA-256, in hexadecimal digits
  std::filesystem::path path;  // where it lies until the action has run
  // Media types that the operator accepts beside those that the declaration names.
  std::span<const std::string> also_accepted;
};

// A content that was kept, to be answered with.
struct KeptContent {
  std::string digest;  // as UploadedFile's
  std::string media_type;
  std::string file_name;
  Instant created;
};

class ActionCall : public DataContext {
 public:
  // The body's members or the query's parameters, as a record of the declared input.
  virtual const Record& input() const = 0;
  virtual bool given(FieldHandle input_field) const = 0;         // the caller sent it (null counts)
  virtual Uuid path_id(std::size_t index = 0) const = 0;         // of the path, in order
  virtual bool sees_personal(std::string_view group) const = 0;  // the scope `<group>:pii`

  // An empty record of the declared output.
  virtual Record answer() const = 0;
  // The answer; where the declaration says `results`, once for each row.
  virtual void respond(const Record& answer) = 0;
  // Of `results`: whether another row would be shown or counted. An action that could answer very
  // many asks before it makes more; the rest is then said to be "at least" so many.
  virtual bool wants_more() = 0;
  // The answer of an action with a media type of its own.
  virtual void respond_text(std::string body) = 0;
  // The answer of a GET whose media type is "*/*": a content that was kept, or the part of it that
  // the caller asks for.
  virtual void respond_content(KeptContent content) = 0;
  // Where the record is that the action has created, for the answer's Location.
  virtual void locate(const Resource& resource, const Uuid& id) = 0;

  // Of an action that says `upload`.
  virtual const UploadedFile& upload() const = 0;
  // Has the file's content kept for as long as a record names its digest in a field of the format
  // `content`. Where the declaration says `writes`.
  virtual void keep_upload() = 0;

  // Collects an error; an action that has refused writes nothing. `below` goes on from the field:
  // "/0/amount".
  virtual void refuse(FieldHandle input_field, ErrorCode code, std::string detail = {},
                      const std::string& below = {}) = 0;
  // The error lies in what the path names.
  virtual void refuse_at_path(std::string_view parameter, ErrorCode code,
                              std::string detail = {}) = 0;
  virtual void refuse_not_found(std::string detail) = 0;  // what the path names does not exist
  virtual bool refused() const = 0;

  // Where the declaration says `writes`: carried out at once, through the target's own rules. What
  // these refuse refuses the action, whose run() should then return.
  virtual std::optional<Uuid> create(const Resource& resource, std::vector<FieldValue> values) = 0;
  virtual bool patch(const Resource& resource, const Uuid& id, std::vector<FieldValue> values) = 0;
};

// What an action is made from, once at start: a name that does not exist stops it.
struct ActionSetup {
  const Action& action;
  const Catalogue& catalogue;

  FieldHandle input(std::string_view name) const { return {&action.input->field(name)}; }
  FieldHandle output(std::string_view name) const { return {&action.output->field(name)}; }
  const Resource& resource(std::string_view path) const { return catalogue.resource(path); }
  FieldHandle field_of(std::string_view resource_path, std::string_view name) const {
    return {&catalogue.resource(resource_path).field(name)};
  }
};

class ActionRules {
 public:
  virtual ~ActionRules() = default;
  virtual void run(ActionCall& call) const = 0;
};

// For actions and their parts that name a field where they keep its handle.
class ActionHandles {
 protected:
  explicit ActionHandles(const ActionSetup& setup) : setup_{setup} {}
  FieldHandle input(std::string_view name) const { return setup_.input(name); }
  FieldHandle output(std::string_view name) const { return setup_.output(name); }
  FieldHandle of(std::string_view resource_path, std::string_view name) const {
    return setup_.field_of(resource_path, name);
  }
  static FieldHandle of(const Resource& resource, std::string_view name) {
    return {&resource.field(name)};
  }
  const Resource& resource(std::string_view path) const { return setup_.resource(path); }
  const ActionSetup& setup() const { return setup_; }

 private:
  ActionSetup setup_;
};

// The usual base of an action; its constructor is inherited.
class ActionWithHandles : public ActionRules, protected ActionHandles {
 public:
  explicit ActionWithHandles(const ActionSetup& setup) : ActionHandles{setup} {}
};

}  // namespace vip
