// SPDX-License-Identifier: Apache-2.0

package pack

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// Source makes the package of a chaincode that the peer compiles itself. Root is
// the directory of the Go module, mainDir the main package below it. What the
// chaincode imports is vendored, so the peer's builder needs no network; the rest
// of the module is left out.
func Source(ctx context.Context, label, root, mainDir string) (Package, error) {
	stage, err := os.MkdirTemp("", "consort-source-")
	if err != nil {
		return Package{}, fmt.Errorf("stage source package: %w", err)
	}
	defer os.RemoveAll(stage)

	importPath, err := stageSource(ctx, root, mainDir, stage)
	if err != nil {
		return Package{}, fmt.Errorf("package %s: %w", label, err)
	}
	files := archive{}
	if err := files.addTree(os.DirFS(stage), "src"); err != nil {
		return Package{}, fmt.Errorf("package %s: %w", label, err)
	}
	if err := files.addIndexes(os.DirFS(filepath.Join(root, mainDir))); err != nil {
		return Package{}, fmt.Errorf("package %s: %w", label, err)
	}
	code, err := files.tarGz(gzip.BestCompression)
	if err != nil {
		return Package{}, fmt.Errorf("package %s: %w", label, err)
	}
	return seal(metadata{Type: "golang", Path: importPath, Label: label}, code)
}

// addTree adds every file of a directory below a prefix.
func (a archive) addTree(dir fs.FS, prefix string) error {
	return fs.WalkDir(dir, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return a.add(dir, name, path.Join(prefix, name))
	})
}

// stageSource copies what the chaincode is compiled from to an empty directory
// and vendors what it imports. It returns the import path of the main package.
func stageSource(ctx context.Context, root, mainDir, stage string) (string, error) {
	packages, err := dependencies(ctx, root, mainDir)
	if err != nil {
		return "", err
	}
	var importPath string
	for _, p := range packages {
		if p.Module == nil || !p.Module.Main {
			continue
		}
		if err := p.copyTo(root, stage); err != nil {
			return "", err
		}
		importPath = p.ImportPath // the main package is listed last
	}
	if err := copyModuleFile(root, stage); err != nil {
		return "", err
	}
	if err := copyFile(filepath.Join(root, "go.sum"), filepath.Join(stage, "go.sum")); err != nil {
		return "", err
	}
	_, err = runGo(ctx, stage, "mod", "vendor")
	return importPath, err
}

// listed is the part of go list's answer that matters here.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	EmbedFiles []string
	Module     *struct{ Main bool }
}

// dependencies lists the packages that a Linux build of the chaincode compiles,
// dependencies first.
func dependencies(ctx context.Context, root, mainDir string) ([]listed, error) {
	out, err := runGo(ctx, root, "list", "-deps", "-json=ImportPath,Dir,GoFiles,EmbedFiles,Module", "./"+filepath.ToSlash(filepath.Clean(mainDir)))
	if err != nil {
		return nil, err
	}
	var packages []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("read go list: %w", err)
		}
		packages = append(packages, p)
	}
}

func (p listed) copyTo(root, stage string) error {
	relative, err := filepath.Rel(root, p.Dir)
	if err != nil {
		return fmt.Errorf("place %s in the package: %w", p.ImportPath, err)
	}
	for _, file := range append(p.GoFiles, p.EmbedFiles...) {
		if err := copyFile(filepath.Join(p.Dir, file), filepath.Join(stage, relative, file)); err != nil {
			return err
		}
	}
	return nil
}

// copyModuleFile copies go.mod without its tool lines, whose programs would
// otherwise be vendored too.
func copyModuleFile(root, stage string) error {
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return fmt.Errorf("read module: %w", err)
	}
	if data, err = withoutTools(data); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(stage, "go.mod"), data, 0o600); err != nil {
		return fmt.Errorf("write module: %w", err)
	}
	return nil
}

func withoutTools(file []byte) ([]byte, error) {
	module, err := modfile.Parse("go.mod", file, nil)
	if err != nil {
		return nil, fmt.Errorf("parse module: %w", err)
	}
	for _, tool := range module.Tool {
		if err := module.DropTool(tool.Path); err != nil {
			return nil, fmt.Errorf("drop tool %s: %w", tool.Path, err)
		}
	}
	module.Cleanup()
	data, err := module.Format()
	if err != nil {
		return nil, fmt.Errorf("format module: %w", err)
	}
	return data, nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("copy for the package: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("copy for the package: %w", err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		return fmt.Errorf("copy for the package: %w", err)
	}
	return nil
}

// runGo runs the go command for the platform on which peers build chaincode.
func runGo(ctx context.Context, dir string, arguments ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0", "GOWORK=off")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(arguments[:1], " "), err, stderr.String())
	}
	return out, nil
}
