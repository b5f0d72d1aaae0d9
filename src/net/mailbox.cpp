#include "net/mailbox.h"

#include <boost/asio/post.hpp>

#include "net/session.h"

namespace vip::net {
namespace {

thread_local const Mailbox* mailbox_of_this_thread = nullptr;

}  // namespace

bool Mailbox::is_here() const { return mailbox_of_this_thread == this; }
void Mailbox::settle_here() { mailbox_of_this_thread = this; }

void Mailbox::post(Letter letter) {
  const std::lock_guard lock{mutex_};
  if (io_ == nullptr) return;
  letters_.push_back(std::move(letter));
  // The loop that closes the mailbox does so before it ends, and on the thread that would run this.
  if (letters_.size() == 1) boost::asio::post(*io_, [this] { deliver(); });
}

void Mailbox::deliver() {
  std::vector<Letter> letters;
  {
    const std::lock_guard lock{mutex_};
    letters.swap(letters_);
  }
  for (auto& letter : letters)
    if (const auto session = letter.session.lock())
      session->answer(letter.request, std::move(letter.response));
}

void Mailbox::close() {
  const std::lock_guard lock{mutex_};
  io_ = nullptr;
}

}  // namespace vip::net
