// SPDX-License-Identifier: Apache-2.0

package gatewayclient

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Directory is an outbox of files, one a transaction, named by its identifier and readable by their owner alone. It
// survives the process and, as each file is synced before it gets its name, the machine. One process at a time uses it.
type Directory struct{ path string }

// entrySuffix ends the name of a complete entry; one that was being written ends otherwise and was never submitted.
const entrySuffix = ".json"

// OpenDirectory opens or makes the directory.
func OpenDirectory(path string) (*Directory, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	return &Directory{path: path}, nil
}

// Put writes an entry to disk: to a file of another name first, synced and then renamed, and the directory synced.
func (d *Directory) Put(entry Entry) error {
	name, err := d.file(entry.Envelope.TxID)
	if err != nil {
		return err
	}
	content, err := json.Marshal(entry)
	if err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	if err := d.write(name, content); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}

func (d *Directory) write(name string, content []byte) error {
	draft, err := os.CreateTemp(d.path, ".draft-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name()) //nolint:errcheck // gone already once it is renamed
	_, err = draft.Write(content)
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Rename(draft.Name(), name); err != nil {
		return err
	}
	return d.sync()
}

// sync makes names in the directory durable.
func (d *Directory) sync() error {
	directory, err := os.Open(d.path)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}

// Remove deletes an entry's file. That needs no sync: an entry that comes back is resolved again to the same outcome.
func (d *Directory) Remove(txid string) error {
	name, err := d.file(txid)
	if err != nil {
		return err
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}

// Entries reads all files. One that cannot be read is an error that names it: nobody else knows what it stood for.
func (d *Directory) Entries() ([]Entry, error) {
	files, err := os.ReadDir(d.path)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	var entries []Entry
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), entrySuffix) {
			continue
		}
		entry, err := readEntry(filepath.Join(d.path, file.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // resolved meanwhile
		}
		if err != nil {
			return nil, fmt.Errorf("outbox: %s: %w", file.Name(), err)
		}
		entries = append(entries, entry)
	}
	slices.SortFunc(entries, byAge)
	return entries, nil
}

func readEntry(file string) (Entry, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return Entry{}, err
	}
	var entry Entry
	if err := json.Unmarshal(content, &entry); err != nil {
		return Entry{}, err
	}
	if entry.Envelope.TxID+entrySuffix != filepath.Base(file) {
		return Entry{}, errors.New("the file is not named by its transaction")
	}
	return entry, nil
}

// file answers the path of an entry. Fabric's transaction identifiers are hexadecimal, so no name leads elsewhere.
func (d *Directory) file(txid string) (string, error) {
	if _, err := hex.DecodeString(txid); err != nil || txid == "" {
		return "", fmt.Errorf("outbox: transaction identifier %q is not hexadecimal", txid)
	}
	return filepath.Join(d.path, txid+entrySuffix), nil
}
