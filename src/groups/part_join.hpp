#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bytes/output_file.hpp"
#include "groups/part_manifest.hpp"
#include "support/file_descriptor.hpp"

namespace hapmill {

/// Takes back what a join has done that was killed on this machine, if there was one: the first
/// group's part is itself again. Only for who holds the output, so that no join is at work.
void undo_killed_join(ConversionPlanFile const& plan);

/// Parts joined to one file, in their folder. The first part becomes that file, so that its bytes
/// are not copied; unless the file is published, the part is itself again at the end.
class PartJoin {
 public:
  /// Takes the first part, or with `keeps_parts` a copy. Throws OutputError, and InputError where
  /// the part is not there, since another host is joining.
  PartJoin(ConversionPlanFile const& plan, PartFile const& first, bool keeps_parts);
  ~PartJoin();
  PartJoin(PartJoin const&) = delete;
  PartJoin& operator=(PartJoin const&) = delete;

  /// Appends `count` bytes of a file, without bringing them into memory where the system can.
  /// Throws InputError if it is shorter, OutputError.
  void append_file(std::string const& path, std::uint64_t count);
  void append(std::string_view bytes);

  std::uint64_t bytes() const { return bytes_; }
  /// Gives the file the output's name.
  void publish(OutputFile& output);

 private:
  PartJoin(ConversionPlanFile const& plan, std::uint64_t first_bytes);
  void copy(FileDescriptor const& from, std::string const& path, std::uint64_t count);
  [[noreturn]] void fail(int error) const;

  std::string output_name_;
  std::string first_path_;  ///< of the first part; empty: nothing to give back
  std::string path_;
  std::uint64_t first_bytes_;
  std::uint64_t bytes_ = 0;
  FileDescriptor file_;
};

}  // namespace hapmill
