// SPDX-License-Identifier: Apache-2.0

package toolchain

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// build makes one module's programs.
type build struct {
	module
	cache    string
	progress func(string)
}

func (b *build) home() string { return filepath.Join(b.cache, b.name+"-"+b.key()) }

func (b *build) tell(format string, args ...any) {
	if b.progress != nil {
		b.progress(fmt.Sprintf(format, args...))
	}
}

// ensure makes the build unless it is complete.
func (b *build) ensure(ctx context.Context) error {
	if b.complete() {
		return nil
	}
	lock := flock.New(filepath.Join(b.cache, b.name+".lock"))
	if locked, err := lock.TryLock(); err != nil {
		return fmt.Errorf("lock: %w", err)
	} else if !locked {
		b.tell("waiting for another run that builds %s", b.name)
		if _, err := lock.TryLockContext(ctx, 200*time.Millisecond); err != nil {
			return fmt.Errorf("lock: %w", err)
		}
	}
	defer lock.Unlock()
	if b.complete() { // by the run that held the lock
		return nil
	}
	return b.make(ctx)
}

// complete tells by the renamed directory, which exists only when whole.
func (b *build) complete() bool {
	_, err := os.Stat(b.home())
	return err == nil
}

func (b *build) make(ctx context.Context) error {
	work, err := os.MkdirTemp(b.cache, b.name+"-building-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	start := time.Now()
	b.tell("building %s %s (%s) from source, once: this takes a minute or two", b.name, b.release, strings.Join(b.programs, ", "))
	if err := b.fill(ctx, work); err != nil {
		return err
	}
	if err := os.Rename(work, b.home()); err != nil {
		return err
	}
	b.tell("built %s in %s", b.name, time.Since(start).Round(time.Second))
	return os.Chmod(b.home(), 0o755) // MkdirTemp made it 0700; only programs are in it
}

// fill makes everything that the directory is to hold, and nothing else.
func (b *build) fill(ctx context.Context, work string) error {
	if err := b.compile(ctx, work); err != nil {
		return err
	}
	if err := b.copySamples(ctx, work); err != nil {
		return err
	}
	for _, leftover := range []string{"go.mod", "go.sum"} {
		if err := os.Remove(filepath.Join(work, leftover)); err != nil {
			return err
		}
	}
	return nil
}

func (b *build) compile(ctx context.Context, work string) error {
	for name, data := range map[string][]byte{"go.mod": b.mod, "go.sum": b.sum} {
		if err := os.WriteFile(filepath.Join(work, name), data, 0o644); err != nil {
			return err
		}
	}
	args := append([]string{"install", "-v"}, b.flags()...)
	if _, err := b.goCommand(ctx, work, append(args, "tool")...); err != nil {
		return err
	}
	for _, program := range b.programs {
		if !executable(filepath.Join(work, "bin", program)) {
			return fmt.Errorf("go install made no %s", program)
		}
	}
	return nil
}

// copySamples keeps Fabric's default configuration files, which are in the
// module itself.
func (b *build) copySamples(ctx context.Context, work string) error {
	if len(b.samples) == 0 {
		return nil
	}
	source, err := b.goCommand(ctx, work, "list", "-m", "-f", "{{.Dir}}", b.path)
	if err != nil {
		return err
	}
	for _, sample := range b.samples {
		data, err := os.ReadFile(filepath.Join(strings.TrimSpace(source), filepath.FromSlash(sample)))
		if err != nil {
			return fmt.Errorf("sample configuration: %w", err)
		}
		target := filepath.Join(work, filepath.FromSlash(sample))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// goCommand runs the go tool for this machine, whatever the caller's own build
// settings are, and gives its standard output.
func (b *build) goCommand(ctx context.Context, work string, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = work
	cmd.Env = append(os.Environ(), "GOBIN="+filepath.Join(work, "bin"), "GOFLAGS=-mod=readonly", "GOWORK=off", "GOOS=", "GOARCH=", "CGO_ENABLED=1")
	cmd.Stdout = &stdout
	counter := &packageCounter{tell: b.tell, next: time.Now().Add(10 * time.Second)}
	cmd.Stderr = io.MultiWriter(&stderr, counter)
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return "", errors.New("the go command is not in PATH: install Go, or give --fabric-bin")
		}
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, lastLines(stderr.String(), 15))
	}
	return stdout.String(), nil
}

// packageCounter reads `go install -v`, which names each package as it is
// compiled, and says every ten seconds how far it is.
type packageCounter struct {
	packages int
	next     time.Time
	tell     func(string, ...any)
}

func (c *packageCounter) Write(p []byte) (int, error) {
	c.packages += bytes.Count(p, []byte("\n"))
	if now := time.Now(); now.After(c.next) {
		c.tell("… %d packages", c.packages)
		c.next = now.Add(10 * time.Second)
	}
	return len(p), nil
}

func lastLines(text string, n int) string {
	var lines []string
	for scanner := bufio.NewScanner(strings.NewReader(text)); scanner.Scan(); {
		lines = append(lines, scanner.Text())
	}
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
