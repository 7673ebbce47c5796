/**
 * What a browser does on the page of a mailed link: it takes the token from behind the "#", asks what is needed, and calls the
 * API as any frontend does. It holds nothing of any request, so that one hash of it stands in the page's policy.
 */
export const MAILED_SCRIPT = `
const token = new URLSearchParams(location.hash.slice(1)).get('token') || '';
const form = document.querySelector('form');
const says = document.querySelector('output');
const explain = document.querySelector('p');
const say = (text) => { says.textContent = text; };

async function call(query, variables) {
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors && errors.length) throw new Error(errors[0].message);
  return data;
}

async function change(name, type, input) {
  const query = 'mutation ($input: ' + type + '!) { done: ' + name + '(input: $input) { errors { errorCode message } } }';
  const [error] = (await call(query, { input })).done.errors;
  if (error) throw Object.assign(new Error(error.message), { code: error.errorCode });
}

function field(name, label, type, autocomplete) {
  const row = document.createElement('label');
  const input = document.createElement('input');
  row.textContent = label + ' ';
  Object.assign(input, { name, type, required: true, autocomplete });
  row.append(input);
  form.insertBefore(row, form.lastElementChild);
  return input;
}

function offer(label, work) {
  form.hidden = false;
  form.lastElementChild.textContent = label;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.lastElementChild;
    button.disabled = true;
    say('');
    try {
      say(await work());
      form.hidden = true;
    } catch (error) {
      say(error.message);
    }
    button.disabled = false;
  });
}

const PAGES = {
  '/verify-email': async () => {
    explain.textContent = 'Somebody made an account with your e-mail address. If it was you, verify the address.';
    offer('Verify the address', async () => {
      await change('verifyEmail', 'VerifyEmailInput', { token });
      return 'The address is verified. You can sign in.';
    });
  },
  '/reset-password': async () => {
    explain.textContent = 'Choose a new password of 12 to 200 characters. All your sessions end.';
    const password = field('password', 'New password', 'password', 'new-password');
    offer('Set the password', async () => {
      await change('resetPassword', 'ResetPasswordInput', { token, password: password.value });
      return 'The password is set. You can sign in with it.';
    });
  },
  '/invitation': async () => {
    const query = 'query ($token: String!) { invitation(token: $token) { organizationName email role hasAccount } }';
    const { invitation } = await call(query, { token });
    if (!invitation) return say('This invitation was used, revoked, or has expired. Ask for a new one.');
    const { organizationName, email, role, hasAccount } = invitation;
    explain.textContent = email + ' is invited to join ' + organizationName + ' as ' + role.replace('_', ' ') + '. ' +
      (hasAccount ? 'Sign in to accept.' : 'Make an account to accept, with a password of 12 to 200 characters.');
    const name = hasAccount ? null : field('name', 'Your name', 'text', 'name');
    const password = field('password', 'Password', 'password', hasAccount ? 'current-password' : 'new-password');
    let code = null;
    offer(hasAccount ? 'Sign in and accept' : 'Make the account', async () => {
      const account = { email, password: password.value };
      if (!hasAccount) await change('signUp', 'SignUpInput', { ...account, name: name.value, invitationToken: token });
      else {
        try {
          await change('signIn', 'SignInInput', { ...account, ...(code && { code: code.value }) });
        } catch (error) {
          if (error.code === 'TWO_FACTOR_REQUIRED') code = code || field('code', 'Code of your app', 'text', 'one-time-code');
          throw error;
        }
        await change('acceptInvitation', 'AcceptInvitationInput', { token });
      }
      return 'You are a member of ' + organizationName + '. You can sign in.';
    });
  },
};

if (token) PAGES[location.pathname]().catch((error) => say(error.message));
else say('The link is not complete. Open it as it stands in the mail.');
`;
