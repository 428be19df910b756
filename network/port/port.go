// SPDX-License-Identifier: Apache-2.0

package port

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

const (
	// BlockSize is the number of ports in a block.
	BlockSize = 64

	lowest  = 10_240
	highest = 32_767
	host    = "127.0.0.1"
)

// Registry hands out blocks. All runners of a user share one.
type Registry struct {
	Dir string

	blocks int // how many there are; 0: all below the outgoing range
}

// User is the registry in the user's cache directory.
func User() (Registry, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return Registry{}, fmt.Errorf("port registry: %w", err)
	}
	return Registry{Dir: filepath.Join(cache, "consort", "ports")}, nil
}

// Lease gives the first port of a block that no other directory holds and on
// which nothing listens now.
func (r Registry) Lease(owner string) (int, error) {
	if err := os.MkdirAll(r.Dir, 0o700); err != nil {
		return 0, fmt.Errorf("port registry: %w", err)
	}
	lock := flock.New(filepath.Join(r.Dir, "lock"))
	if err := lock.Lock(); err != nil {
		return 0, fmt.Errorf("port registry: %w", err)
	}
	defer lock.Unlock()
	base, err := r.vacant()
	if err != nil {
		return 0, err
	}
	if err := os.WriteFile(r.file(base), []byte(owner), 0o600); err != nil {
		return 0, fmt.Errorf("port registry: %w", err)
	}
	return base, nil
}

// vacant finds a block by chance, so that networks of different users seldom meet.
func (r Registry) vacant() (int, error) {
	for _, i := range rand.Perm(cmp.Or(r.blocks, (highest-lowest+1)/BlockSize)) {
		if base := lowest + i*BlockSize; !r.held(base) && free(base) {
			return base, nil
		}
	}
	return 0, errors.New("no free block of ports: stop a network with `down --purge`")
}

// Release gives a block back if the owner still holds it.
func (r Registry) Release(owner string, base int) error {
	if holder, err := os.ReadFile(r.file(base)); err != nil || string(holder) != owner {
		return nil
	}
	if err := os.Remove(r.file(base)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("port registry: %w", err)
	}
	return nil
}

func (r Registry) file(base int) string { return filepath.Join(r.Dir, strconv.Itoa(base)) }

// held tells whether a directory that still exists has the block.
func (r Registry) held(base int) bool {
	holder, err := os.ReadFile(r.file(base))
	if err != nil {
		return false
	}
	_, err = os.Stat(strings.TrimSpace(string(holder)))
	return err == nil
}

// free tries every port of the block.
func free(base int) bool {
	for p := base; p < base+BlockSize; p++ {
		listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(p)))
		if err != nil {
			return false
		}
		listener.Close()
	}
	return true
}
