#pragma once

#include <string>
#include <utility>

namespace hapmill {

/// The path of a file that this run reads; `-` is standard input. Whatever opens a file to read it
/// takes one of these, and only a FileList makes them: so no file is opened that was not compared
/// with those that the run writes.
class InputPath {
 public:
  InputPath() = default;  ///< names no file
  std::string const& text() const { return text_; }
  /// Of a file that hapmill has made: no symbolic link, and regular.
  bool is_own() const { return is_own_; }

 private:
  friend class FileList;
  friend class OwnFolder;
  explicit InputPath(std::string text, bool is_own = false)
      : text_{std::move(text)}, is_own_{is_own} {}

  std::string text_;
  bool is_own_ = false;
};

/// The path of a file that this run writes; `-` is standard output. As InputPath.
class OutputPath {
 public:
  OutputPath() = default;  ///< names no file
  /// Where words go that were asked for, as those of --help.
  static OutputPath standard_output() { return OutputPath{"-"}; }
  std::string const& text() const { return text_; }

  /// Where the file stands in `folder`, which this run has made, until it takes its place.
  OutputPath staged_in(std::string const& folder) const {
    return OutputPath{folder + "/" + text_.substr(text_.rfind('/') + 1)};
  }

 private:
  friend class FileList;
  friend class OwnFolder;
  explicit OutputPath(std::string text) : text_{std::move(text)} {}

  std::string text_;
};

}  // namespace hapmill
