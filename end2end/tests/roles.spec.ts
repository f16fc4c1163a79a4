import { act, names, openMembers, toast } from "../support/members.ts";
import { changeRole, join, signUp } from "../support/people.ts";
import { expect, row, test } from "../support/test.ts";

test.describe("roles", () => {
  test("of a member are changed, several at once", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await openMembers(page, office);
    await act(page, grace.name, "Change roles");
    const dialog = page.getByRole("dialog", { name: "Change roles" });
    await expect(dialog).toContainText(grace.email);
    await expect(dialog.getByRole("checkbox", { name: "Viewer" })).toBeChecked();
    await dialog.getByRole("checkbox", { name: "Editor" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await expect(toast(page, `${grace.name} has other roles now.`)).toBeVisible();
    await expect(row(page, grace)).toContainText(/Editor\s*Viewer/);
  });

  test("cannot all be taken away", async ({ page }) => {
    const office = await signUp();
    const grace = await join(office, "Viewer");
    await openMembers(page, office);
    await act(page, grace.name, "Change roles");
    const dialog = page.getByRole("dialog", { name: "Change roles" });
    await dialog.getByRole("checkbox", { name: "Viewer" }).uncheck();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("group", { name: "Roles" })).toHaveAccessibleDescription(/Choose at least one role\./);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(row(page, grace)).toContainText("Viewer");
  });

  test("of the last administrator stay", async ({ page, complaints }) => {
    complaints.allowStatus(409);
    const office = await signUp();
    await openMembers(page, office);
    await act(page, office.admin.name, "Change roles");
    const dialog = page.getByRole("dialog", { name: "Change roles" });
    await dialog.getByRole("checkbox", { name: "Admin" }).uncheck();
    await dialog.getByRole("checkbox", { name: "Viewer" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("alert")).toContainText(
      "The organization would be left without an administrator. Make somebody else one first.",
    );
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(row(page, office.admin)).toContainText("Admin");
  });

  test("that were lost take the actions with them, in the open page", async ({ openAs, complaints }) => {
    // The page may ask for the invitations once more before it has heard what it may do now.
    complaints.allowStatus(403);
    const office = await signUp();
    const second = await join(office, "Admin");
    const page = await openAs(second, `/t/${office.slug}/members`);
    await expect(page.getByRole("button", { name: "Invite" })).toBeVisible();
    await changeRole(office, second, "Viewer");
    await expect(page.getByRole("button", { name: "Invite" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
    await expect(row(page, second)).toContainText("Viewer");
  });

  test("that were lost close the dialog that needed them, and say so", async ({ openAs, complaints }) => {
    complaints.allowStatus(403);
    const office = await signUp();
    const second = await join(office, "Admin");
    const page = await openAs(second, `/t/${office.slug}/members`);
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Invite people" });
    await expect(dialog.getByLabel("E-mail address")).toBeFocused();
    await changeRole(office, second, "Viewer");
    await expect(dialog).toBeHidden();
    await expect(toast(page, "Your roles have just changed and do not allow this any more.")).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
  });

  test("are what an editor finds people by, without giving any", async ({ openAs }) => {
    const office = await signUp({ name: "Mia Middle" });
    const editor = await join(office, "Editor", "Abe First");
    await join(office, "Viewer", "Zoe Last");
    const page = await openAs(editor, `/t/${office.slug}/members`);
    await page.getByRole("combobox", { name: "Roles" }).selectOption("Admin");
    await expect(names(page)).toHaveText(["Mia Middle"]);
    await page.getByRole("combobox", { name: "Roles" }).selectOption("Viewer");
    await expect(names(page)).toHaveText(["Zoe Last"]);
    await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
  });
});
