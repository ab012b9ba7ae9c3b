#pragma once

#include <memory>
#include <string>

#include "bytes/byte_source.hpp"
#include "bytes/text_stream.hpp"

namespace hapmill {

/// The text of gzip members, one after another, by ISA-L, whose inflate is the fastest that takes a
/// stream. CRC-32 and size of each member are checked; zeros may follow the last.
class GzipStream final : public TextStream {
 public:
  /// Keeps a reference to `source`.
  GzipStream(ByteSource& source, std::string file_name);
  ~GzipStream() override;

  std::size_t read(char* to, std::size_t count) override;

 private:
  struct Inflate;

  bool begin_member();

  ByteWindow bytes_;
  std::string file_name_;
  std::unique_ptr<Inflate> inflate_;
  bool is_first_ = true;
  bool in_member_ = false;
};

}  // namespace hapmill
