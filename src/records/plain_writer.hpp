#pragma once

#include "bytes/output_file.hpp"
#include "records/record_writer.hpp"

namespace hapmill {

/// Writes records as they are, without copying them.
class PlainWriter final : public RecordWriter {
 public:
  /// Keeps a reference.
  explicit PlainWriter(OutputFile& output) : output_{output} {}

  void write_header(std::string_view header) override { output_.write(header); }
  void write(char const* records, std::size_t size, std::span<std::uint64_t const>) override {
    output_.write(records, size);
  }
  void finish() override {}
  bool is_cut_off() const override { return output_.is_cut_off(); }

 private:
  OutputFile& output_;
};

}  // namespace hapmill
