// SPDX-License-Identifier: Apache-2.0

package pack

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"time"
)

// archive maps slash-separated names to the contents of regular files.
type archive map[string][]byte

// tarGz writes the files in the order of their names, without anything that
// depends on the machine or the moment.
func (a archive) tarGz(level int) ([]byte, error) {
	var out bytes.Buffer
	zipped, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		return nil, fmt.Errorf("compress archive: %w", err)
	}
	written := tar.NewWriter(zipped)
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if err := writeEntry(written, name, a[name]); err != nil {
			return nil, err
		}
	}
	if err := written.Close(); err != nil {
		return nil, fmt.Errorf("close archive: %w", err)
	}
	if err := zipped.Close(); err != nil {
		return nil, fmt.Errorf("compress archive: %w", err)
	}
	return out.Bytes(), nil
}

func writeEntry(to *tar.Writer, name string, content []byte) error {
	header := &tar.Header{
		Typeflag: tar.TypeReg,
		Name:     name,
		Mode:     0o644,
		Size:     int64(len(content)),
		ModTime:  time.Unix(0, 0),
	}
	if err := to.WriteHeader(header); err != nil {
		return fmt.Errorf("archive %s: %w", name, err)
	}
	if _, err := to.Write(content); err != nil {
		return fmt.Errorf("archive %s: %w", name, err)
	}
	return nil
}

// indexFile is all that Fabric takes from META-INF (internal/ccmetadata/validators.go).
var indexFile = regexp.MustCompile(`^META-INF/statedb/couchdb/(collections/[A-Za-z0-9_-]+/)?indexes/[^/]+\.json$`)

// addIndexes adds the META-INF directory of dir, if it has one.
func (a archive) addIndexes(dir fs.FS) error {
	if _, err := fs.Stat(dir, "META-INF"); err != nil {
		return nil
	}
	return fs.WalkDir(dir, "META-INF", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !indexFile.MatchString(name) {
			return fmt.Errorf("%s: Fabric takes only META-INF/statedb/couchdb/indexes/*.json and its like for collections", name)
		}
		return a.add(dir, name, name)
	})
}

// add reads one file of dir into the archive under another name.
func (a archive) add(dir fs.FS, from, to string) error {
	content, err := fs.ReadFile(dir, from)
	if err != nil {
		return fmt.Errorf("read for the package: %w", err)
	}
	a[path.Clean(to)] = content
	return nil
}
