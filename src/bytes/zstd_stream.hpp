#pragma once

#include <zstd.h>

#include <memory>
#include <string>

#include "bytes/byte_source.hpp"
#include "bytes/text_stream.hpp"

namespace hapmill {

/// The text of zstd frames, one after another; frames to skip are skipped. Windows are at most
/// 128 MiB, as zstd itself has it by default.
class ZstdStream final : public TextStream {
 public:
  /// Keeps a reference to `source`.
  ZstdStream(ByteSource& source, std::string file_name);

  std::size_t read(char* to, std::size_t count) override;

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ::ZSTD_freeDCtx(context); }
  };

  [[noreturn]] void refuse(std::size_t result) const;

  ByteWindow bytes_;
  std::string file_name_;
  std::unique_ptr<ZSTD_DCtx, Free> context_;
  bool in_frame_ = false;
};

}  // namespace hapmill
